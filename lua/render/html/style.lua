--- The style of a page: screen and print, light and dark, from a phone upward.

return [[
:root{--ink:#1a1a1a;--soft:#5b5f66;--line:#d9dce1;--paper:#fff;--tint:#f4f6f8;--accent:#0b5cad}
@media (prefers-color-scheme:dark){:root{--ink:#e8e8e6;--soft:#a5abb3;--line:#3a3f46;
--paper:#16181b;--tint:#1f2327;--accent:#7db7f0}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:60rem;padding:1.5rem 1rem 4rem;background:var(--paper);
color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",
Arial,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
header{display:flex;gap:1rem;align-items:flex-start;justify-content:space-between}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .5rem}
h2{font-size:1.35rem;line-height:1.3;margin:2.5rem 0 .5rem;padding-top:1rem;
border-top:1px solid var(--line)}
h4{margin:.8rem 0 .2rem;font-size:.9rem}
p{margin:.5rem 0;max-width:42rem}
a{color:var(--accent)}
nav ol{columns:2;padding-left:1.4rem;margin:1rem 0}
button{font:inherit;color:inherit}
#language{border:1px solid var(--line);background:var(--tint);border-radius:.4rem;
padding:.25rem .7rem;cursor:pointer;white-space:nowrap}
.key{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:.75rem;margin:1rem 0}
.key div{background:var(--tint);border-radius:.5rem;padding:.75rem 1rem}
.key dt{color:var(--soft);font-size:.85rem;line-height:1.35}
.key dd{margin:.15rem 0 0;font-size:1.6rem;font-weight:600;line-height:1.2}
.unit{color:var(--soft);font-weight:400;font-size:.85em}
.key .unit{font-size:.9rem;margin-left:.3rem}
.value{font-size:1.6rem;font-weight:600}
figure{margin:1rem 0;overflow-x:auto}
figure svg{display:block;max-width:100%;height:auto}
.scroll{overflow-x:auto;margin:.75rem 0}
table{border-collapse:collapse;font-size:.875rem;line-height:1.4;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{padding:.3rem .7rem .3rem 0;text-align:left;vertical-align:top;
border-bottom:1px solid var(--line)}
th{vertical-align:bottom;font-weight:600;max-width:11rem}
th.n,td.n,td.missing{text-align:right}
th button{all:unset;cursor:pointer}
th button:focus-visible,button:focus-visible,tr:focus-visible,.scroll:focus-visible,
summary:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
th[aria-sort=ascending] button::after{content:" \2191"}
th[aria-sort=descending] button::after{content:" \2193"}
td.s,td.n{white-space:nowrap}
td.missing{color:var(--soft)}
tbody tr:hover,tbody tr.on{background:var(--tint)}
button.from{all:unset;cursor:help;border-bottom:1px dotted var(--soft)}
summary{cursor:pointer;color:var(--soft);font-size:.9rem;margin:.5rem 0}
details ul{margin:.2rem 0;padding-left:1.2rem;color:var(--soft);font-size:.875rem}
#from{position:fixed;z-index:9;max-width:min(34rem,calc(100vw - 1rem));background:var(--ink);
color:var(--paper);font-size:.8rem;line-height:1.45;padding:.5rem .7rem;border-radius:.4rem;
white-space:pre-wrap;overflow-wrap:anywhere;pointer-events:none}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
footer{margin-top:3rem;color:var(--soft);font-size:.85rem}
@media (max-width:40rem){h1{font-size:1.5rem}nav ol{columns:1}.key dd{font-size:1.3rem}
.key{grid-template-columns:1fr 1fr}}
@media print{body{max-width:none;font-size:11pt;padding:0}#language,#from,nav{display:none}
section{break-inside:auto}h2,figure,tr{break-inside:avoid}h2{break-after:avoid}
.scroll,figure{overflow:visible}details>*{display:block}}
]]
