#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "io/write.h"

static alm_status fail_io(const char *path, alm_error *err)
{
    const int number = errno;
    const bool absent = number == ENOENT;
    const alm_status status =
        alm_fail(err, absent ? ALM_ENOTFOUND : ALM_EIO, "%s: %s", path,
                 absent ? "no such folder" : strerror(number));
    alm_error_at(err, path, 0, 0);
    return status;
}

static int write_whole(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        const ssize_t done = write(fd, bytes, n);
        if (done < 0 && errno != EINTR)
            return -1;
        if (done > 0) {
            bytes += done;
            n -= (size_t)done;
        }
    }
    return 0;
}

static alm_status write_in_place(const char *path, const void *bytes, size_t n,
                                 alm_error *err)
{
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return fail_io(path, err);
    const int written = write_whole(fd, bytes, n);
    const int kept = errno;
    const int closed = close(fd);
    if (written != 0)
        errno = kept;
    return written != 0 || closed != 0 ? fail_io(path, err) : ALM_OK;
}

/* The file that `path` means once links are followed, and what is known of it.
 * A link to nothing yet means its target, which a rename must not replace. */
static alm_status resolve(char out[PATH_MAX], struct stat *info, bool *exists,
                          const char *path, alm_error *err)
{
    if (strlen(path) >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return fail_io(path, err);
    }
    strcpy(out, path);
    for (int links = 0; links < 40; links++) {
        char target[PATH_MAX];
        *exists = lstat(out, info) == 0;
        if (!*exists || !S_ISLNK(info->st_mode))
            return ALM_OK;
        if (realpath(out, target) != NULL) {
            strcpy(out, target);
            continue;
        }
        const ssize_t n = readlink(out, target, sizeof target - 1);
        if (n < 0)
            return fail_io(path, err);
        target[n] = '\0';
        char *slash = target[0] == '/' ? NULL : strrchr(out, '/');
        const size_t folder = slash != NULL ? (size_t)(slash - out) + 1 : 0;
        if (folder + (size_t)n >= PATH_MAX) {
            errno = ENAMETOOLONG;
            return fail_io(path, err);
        }
        memcpy(out + folder, target, (size_t)n + 1);
    }
    errno = ELOOP;
    return fail_io(path, err);
}

static void flush_folder(const char *path)
{
    char folder[PATH_MAX];
    strcpy(folder, path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL)
        strcpy(folder, ".");
    else
        slash[slash == folder ? 1 : 0] = '\0';
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return; /* the file is whole either way; only its name may be late */
    (void)fsync(fd);
    (void)close(fd);
}

/* A new file beside the target, with what the umask leaves of 0666: mkstemp
 * would make it private. */
static int open_temporary(char *temp, size_t size, const char *target)
{
    for (int k = 0; k < 1000; k++) {
        const int used =
            snprintf(temp, size, "%s.%ld-%d.tmp", target, (long)getpid(), k);
        if (used < 0 || (size_t)used >= size) {
            errno = ENAMETOOLONG;
            return -1;
        }
        const int fd =
            open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

/* Renames `temp`; where `fresh`, not over another file. Not every file system
 * can be told so: there a link says the same. */
static int settle_name(const char *temp, const char *target, bool fresh)
{
    if (!fresh)
        return rename(temp, target);
    if (renameat2(AT_FDCWD, temp, AT_FDCWD, target, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    if (link(temp, target) != 0)
        return -1;
    return unlink(temp);
}

/* `info` is that of the file to be replaced, NULL when there is none. */
static alm_status replace(const char *target, const struct stat *info,
                          bool fresh, const void *bytes, size_t n,
                          alm_error *err)
{
    char temp[PATH_MAX + 32];
    const int fd = open_temporary(temp, sizeof temp, target);
    if (fd < 0)
        return fail_io(target, err);
    bool good = write_whole(fd, bytes, n) == 0 &&
                (info == NULL || fchmod(fd, info->st_mode & 07777) == 0) &&
                fsync(fd) == 0;
    int kept = errno;
    if (close(fd) != 0 && good) {
        good = false;
        kept = errno;
    }
    if (good && settle_name(temp, target, fresh) != 0) {
        good = false;
        kept = errno;
    }
    if (!good) {
        (void)unlink(temp);
        errno = kept;
        return fail_io(target, err);
    }
    flush_folder(target);
    return ALM_OK;
}

alm_status alm_file_write_atomic(const char *path, const void *bytes, size_t n,
                                 alm_error *err)
{
    char target[PATH_MAX];
    struct stat info;
    bool exists = false;
    const alm_status status = resolve(target, &info, &exists, path, err);
    if (status != ALM_OK)
        return status;
    if (exists && !S_ISREG(info.st_mode))
        return write_in_place(target, bytes, n, err);
    /* A file that may not be written must not be replaced either. */
    if (exists && access(target, W_OK) != 0)
        return fail_io(path, err);
    return replace(target, exists ? &info : NULL, false, bytes, n, err);
}

alm_status alm_file_create(const char *path, const void *bytes, size_t n,
                           alm_error *err)
{
    struct stat info;

    if (strlen(path) >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return fail_io(path, err);
    }
    if (lstat(path, &info) != 0) {
        const alm_status status = replace(path, NULL, true, bytes, n, err);
        if (status == ALM_OK || lstat(path, &info) != 0)
            return status;
    }
    (void)alm_fail(err, ALM_EINVAL, "%s is there already", path);
    alm_error_help(err, "choose another name, or remove it first");
    return ALM_EINVAL;
}

alm_status alm_folder_make(const char *path, alm_error *err)
{
    char part[PATH_MAX];

    if (strlen(path) >= sizeof part) {
        errno = ENAMETOOLONG;
        return fail_io(path, err);
    }
    strcpy(part, path);
    for (char *c = part + 1; c[-1] != '\0'; c++) {
        if (*c != '/' && *c != '\0')
            continue;
        const char kept = *c;
        *c = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return fail_io(part, err);
        *c = kept;
    }
    return ALM_OK;
}
