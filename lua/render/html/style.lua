--- The style of a page: screen and print, light and dark, from a phone upward.

return [[
:root{--ink:#1f2328;--soft:#565e68;--line:#d8dce1;--paper:#fff;--tint:#f3f5f7;--accent:#0a58a6;
--serif:Georgia,"Times New Roman","Noto Serif CJK SC","Songti SC",serif}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a3abb5;--line:#383e46;
--paper:#17191d;--tint:#20242a;--accent:#7db7f0}}
*{box-sizing:border-box;overflow-wrap:anywhere}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0 auto;max-width:44rem;padding:1.25rem 1rem 4rem;background:var(--paper);
color:var(--ink);font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",
Arial,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
header{display:flex;gap:1rem;align-items:flex-start;justify-content:space-between;
border-top:4px solid var(--ink);padding-top:1rem}
h1,h2{font-family:var(--serif);font-weight:700;text-wrap:balance}
h1{font-size:2.3rem;line-height:1.15;margin:0 0 .5rem}
h2{font-size:1.55rem;line-height:1.25;margin:3rem 0 .5rem;padding-top:1rem;
border-top:1px solid var(--line)}
h3{font-size:.95rem;margin:1rem 0 .2rem}
p{margin:.5rem 0}
.lead{font-size:1.1rem}
a{color:var(--accent)}
.skip:not(:focus){position:absolute;left:-99rem}
nav{margin:1.5rem 0}
nav ol{columns:2;column-gap:2rem;padding-left:1.4rem;margin:0;font-size:.95rem}
nav li{break-inside:avoid;margin:.15rem 0}
button{font:inherit;color:inherit}
#language,#from button{border:1px solid var(--line);background:var(--tint);color:var(--ink);
border-radius:.4rem;padding:.3rem .8rem;cursor:pointer;white-space:nowrap;font-size:.9rem}
.key{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(15rem,100%),1fr));gap:.75rem;
margin:1.25rem 0}
.key div{border-top:2px solid var(--accent);background:var(--tint);padding:.6rem .9rem .8rem}
.key dt{color:var(--soft);font-size:.9rem;line-height:1.35}
.key dd{margin:.2rem 0 0;line-height:1.3}
.key b,.value{font-size:1.5rem;font-weight:650;letter-spacing:-.01em}
.key dd .unit{white-space:nowrap}
.unit{color:var(--soft);font-weight:400;font-size:.9em}
figure{margin:1.25rem 0;overflow-x:auto}
figcaption{font-weight:650;line-height:1.35;margin:0 0 .25rem}
figure svg{display:block;width:100%;height:auto;font-family:"Helvetica Neue",Helvetica,Arial,
"Liberation Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;font-size:12px}
@media screen and (min-width:40rem){figure>svg{font-size:10px}
figure>svg text[font-size="10.5"]{font-size:9px}
figure>svg text[font-size="11"]{font-size:9.5px}
figure>svg text[font-size="13"]{font-size:11px}.narrow{display:none}}
svg [data-tip]{cursor:default}
svg text:not([data-tip]){pointer-events:none}
svg [data-tip]:hover{stroke:var(--ink);stroke-width:2}
svg text[data-tip]:hover{stroke:none}
html:lang(en) .zh,html:lang(zh) .en{display:none}
.scroll{overflow:auto;margin:.75rem 0;border-bottom:1px solid var(--line)}
.tall{max-height:34rem}
table{border-collapse:separate;border-spacing:0;font-size:.84rem;line-height:1.4;min-width:100%;
font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:650;font-size:.95rem;padding:.25rem 0}
th,td{padding:.32rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);
white-space:nowrap;overflow-wrap:normal}
tr>:first-child{padding-left:.4rem}
thead th{vertical-align:bottom;font-weight:600;white-space:normal;min-width:4.5rem;
max-width:11rem;position:sticky;top:0;background:var(--paper);z-index:2}
tbody th{font-weight:400}
th[scope=row]{position:sticky;left:0;background:var(--paper);z-index:1}
.m::after{content:"\b7";color:var(--soft);content:"\b7" / "missing"}
:lang(zh) .m::after{content:"\b7";content:"\b7" / "缺失"}
th button{all:unset;cursor:pointer}
th[aria-sort=ascending] button::after{content:" \2191"}
th[aria-sort=descending] button::after{content:" \2193"}
tr[data-from]{cursor:help}
tbody tr:hover>*,tbody tr.on>*{background:var(--tint)}
.from{all:unset;cursor:help;text-decoration:underline dotted var(--soft) 1px;
text-underline-offset:.3em}
:focus-visible,th button:focus-visible,.from:focus-visible{outline:2px solid var(--accent);
outline-offset:2px}
tr:focus-visible{outline-offset:-2px}
summary{cursor:pointer;color:var(--soft);font-size:.9rem;margin:.5rem 0}
summary:hover{color:var(--ink)}
details ul{margin:.2rem 0;padding-left:1.2rem}
.method,.sources,#origins{color:var(--soft);font-size:.875rem;overflow-wrap:anywhere}
.method h3{margin-top:.6rem}.method h2{color:var(--ink)}
#origins p:has(span)+ol{columns:12rem}
.sources{padding-left:1.2rem}
.sources :target,.sources li:target{background:var(--tint)}
.sources b{color:var(--ink)}
#from{position:fixed;z-index:9;width:max-content;max-width:min(32rem,calc(100vw - 1rem));
background:var(--paper);color:var(--ink);border:1px solid var(--soft);font-size:.84rem;
line-height:1.45;padding:.6rem .8rem;border-radius:.3rem;overflow-wrap:anywhere;
box-shadow:0 .2rem 1rem #0004;pointer-events:none}
#from p{margin:0;white-space:pre-line}
#from .tip{font-weight:600;margin:0 0 .25rem}
#from ul{margin:.4rem 0 0;padding:.4rem 0 0;list-style:none;color:var(--soft);
border-top:1px solid var(--line)}
#from.held{pointer-events:auto;max-height:60vh;overflow:auto}
#from button{position:sticky;float:right;top:0;margin:0 0 .25rem .5rem;padding:.1rem .5rem}
#from:not(.held) button{display:none}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
footer{margin-top:3rem;border-top:1px solid var(--line);color:var(--soft);font-size:.85rem}
@media (max-width:39.99rem){.wide{display:none}}
@media (max-width:40rem){body{font-size:16px}h1{font-size:1.7rem}h2{font-size:1.35rem}
nav ol{columns:1}.key{grid-template-columns:1fr}
#from.held{left:0!important;right:0;bottom:0;top:auto!important;max-width:none;width:auto;
border-radius:.6rem .6rem 0 0;max-height:50vh}}
@media print{.narrow{display:none}.wide{display:block}
body{max-width:none;font-size:10.5pt;padding:0}
button:not(.from):not(th button),#from,#how,nav,.skip{display:none!important}
h2{break-after:avoid}h2,figure,tr,.key div{break-inside:avoid}.scroll,figure{overflow:visible}
.tall{max-height:none}table{font-size:6.5pt}th,td{padding:.12rem .25rem}
.key{grid-template-columns:1fr 1fr}tr>*{min-width:0!important}
thead th,th[scope=row]{position:static;min-width:0}.from{text-decoration:none}
figure svg{max-width:14cm}a{color:inherit}
details::details-content{content-visibility:visible;display:block;height:auto}}
]]
