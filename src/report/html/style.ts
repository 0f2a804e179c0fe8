// The page's style sheet: a quiet page in the reader's own fonts, light or dark, from 320 pixels to a wall.
import { palettes } from './palette';

const writeTokens = (palette: Readonly<Record<string, string>>) =>
  Object.entries(palette)
    .map(([name, color]) => `--${name}:${color};`)
    .join('');

/** Everything the page looks like; its digest stands in the page's Content-Security-Policy. */
export const pageStyle = `
:root{color-scheme:light dark;${writeTokens(palettes.light)}
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;
--mono:ui-monospace,"SF Mono","Cascadia Mono","JetBrains Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{${writeTokens(palettes.dark)}}}
*,*::before,*::after{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 var(--sans);overflow-wrap:break-word}
[hidden]{display:none!important}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.18em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:3px}
main:focus{outline:none}
code,pre{font-family:var(--mono);font-size:.86em}
code,pre,p,h1,h2,h3,h4,li,td,dd,caption,.meta,.because,th[scope=row]{overflow-wrap:anywhere}
p{margin:.5rem 0;max-width:46rem}
ul{padding-left:1.2rem}
.plain,.defences,.legend,nav ul{list-style:none;padding:0;margin:0}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-4rem;z-index:2;background:var(--card);padding:.6rem 1rem;border-radius:0 0 6px 6px}
.skip:focus{top:0}
.quiet,.meta,.lede,.refs,.where,footer{color:var(--soft)}
.masthead{padding:clamp(1.25rem,4vw,3rem) clamp(1rem,5vw,4rem) clamp(1.25rem,3vw,2.25rem);border-bottom:1px solid var(--line);background:var(--card);border-top:6px solid var(--stopped)}
.masthead.has-open{border-top-color:var(--open)}
.brand{display:flex;align-items:center;gap:.55rem;margin:0 0 clamp(1rem,3vw,2rem);font-weight:650}
.brand span{font-weight:400;color:var(--soft)}
.brand svg{width:1.9rem;height:1.2rem;fill:var(--ink)}
h1{margin:0;font-size:clamp(2rem,1.3rem + 3.6vw,4rem);line-height:1.08;letter-spacing:-.025em;font-weight:680;text-wrap:balance}
.has-open h1{color:var(--open)}
.lede{margin:.7rem 0 0;font-size:1.06rem}
h2{margin:0 0 .7rem;font-size:1.5rem;line-height:1.2;letter-spacing:-.012em;font-weight:650}
h3{margin:0 0 .4rem;font-size:1.14rem;line-height:1.3;font-weight:650}
h4{margin:0 0 .3rem;font-size:1rem;font-weight:650}
.frame{padding:0 clamp(1rem,5vw,4rem);max-width:100rem}
nav{padding:.8rem 0;border-bottom:1px solid var(--line)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;font-size:.94rem}
nav a{display:inline-block;padding:.15rem 0}
section{margin:clamp(2.2rem,5vw,3.4rem) 0;min-width:0}
.summary{margin-top:2rem}
.bar{display:block;width:100%;height:14px;border-radius:7px;overflow:hidden}
.bar-open{fill:var(--open)}.bar-accepted{fill:var(--accepted)}.bar-stopped{fill:var(--stopped)}.bar-none{fill:var(--none)}
.figures{display:flex;flex-wrap:wrap;gap:1rem clamp(1.4rem,4vw,3.4rem);margin:1.1rem 0 0}
.figure{display:flex;flex-direction:column-reverse}
.figure dt{color:var(--soft);font-size:.94rem}
.figure dd{margin:0;font-size:clamp(1.9rem,1.4rem + 2vw,3rem);line-height:1.1;font-weight:650;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.figure-open dd{color:var(--open)}.figure-accepted dd,.figure-lint dd{color:var(--accepted)}.figure-stopped dd{color:var(--stopped)}
.figure-zero dd,.figure-none dd{color:var(--soft);font-weight:500}
.note{border-left:4px solid var(--accepted);background:var(--card);padding:.7rem 1rem;margin:1.3rem 0;border-radius:0 6px 6px 0}
.calm{border-left:4px solid var(--stopped);background:var(--card);padding:.7rem 1rem;border-radius:0 6px 6px 0}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{text-align:left;vertical-align:top;padding:.55rem 1rem .55rem 0;border-bottom:1px solid var(--line)}
th{font-weight:550}
thead th{color:var(--soft);font-size:.86rem;font-weight:500;vertical-align:bottom;border-bottom-color:var(--rule)}
tbody tr:target>*{background:var(--mark)}
.glance th{width:min(15rem,24%)}.glance .words{color:var(--soft);width:min(17rem,24%)}
time,.lede span{white-space:nowrap}
.squares{display:flex;flex-wrap:wrap;gap:4px;padding-top:.2rem}
.sq{display:inline-block;width:15px;height:15px;border-radius:3px;border:2px solid transparent;vertical-align:-2px}
.sq-1{background:var(--deep1)}.sq-2{background:var(--deep2)}.sq-3{background:var(--deep3)}
.sq-open{background:var(--open);border-radius:50%}
.sq-accepted{border-color:var(--accepted);background:linear-gradient(135deg,var(--accepted) 50%,transparent 50%)}
.sq-none{border:1.5px dashed var(--rule)}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;margin-top:.9rem;font-size:.88rem;color:var(--soft)}
.open-attack{background:var(--card);border:1px solid var(--line);border-left:6px solid var(--rule);border-radius:6px;padding:1rem 1.2rem;margin:0 0 1rem;max-width:62rem}
.edge-critical,.edge-high{border-left-color:var(--open)}.edge-medium{border-left-color:var(--accepted)}
.open-attack p{margin:.4rem 0}
.openings{margin-top:1rem}
.openings.several{columns:2 20rem;column-gap:2.4rem}
.opening{break-inside:avoid;padding:.45rem 0;border-top:1px solid var(--line)}
.opening p{margin:.1rem 0 0;color:var(--soft);font-size:.92rem}
.sev{display:inline-block;border:1px solid currentColor;border-radius:4px;padding:0 .4rem;font-size:.78rem;line-height:1.45;font-weight:600;color:var(--soft)}
.sev-critical{background:var(--open);border-color:var(--open);color:var(--card)}
.sev-high{color:var(--open)}.sev-medium{color:var(--accepted)}
.fix{margin:.8rem 0}
.fix figcaption{font-size:.88rem;color:var(--soft);margin-bottom:.25rem}
pre{margin:0;padding:.7rem .9rem;background:var(--page);border:1px solid var(--line);border-radius:5px;overflow-x:auto;line-height:1.5}
pre code{white-space:pre-wrap;overflow-wrap:anywhere}
summary{cursor:pointer}
.more>summary{color:inherit}
.more>summary::marker{color:var(--soft)}
.more[open]>summary{margin-bottom:.3rem}
.more p{font-weight:400;font-size:.94rem}
.aim,.file,.others{margin:0 0 1.4rem}
.aim>summary,.file>summary{padding:.5rem 0;border-bottom:2px solid var(--rule);font-weight:650}
.aim-name{font-size:1.1rem}.aim-count{font-weight:400;color:var(--soft);margin-left:.5rem}
.attacks{table-layout:fixed}
.attacks th:first-child,.attacks td:first-child{width:8rem}
.attacks thead th:nth-child(2){width:40%}
.attacks .meta{display:block;margin-top:.2rem;font-weight:400;font-size:.92rem}
.attacks tr:not([data-verdict=open]) .sev{background:none;border-color:var(--rule);color:var(--soft);font-weight:500}
.narrow-word{display:none}
.vd{font-weight:600;white-space:nowrap}
.vd::before{content:"";display:inline-block;width:.62em;height:.62em;margin-right:.45em;border-radius:2px;background:currentColor}
.vd-open{color:var(--open)}.vd-open::before{border-radius:50%}.vd-accepted{color:var(--accepted)}.vd-stopped{color:var(--stopped)}
.vd-not-applicable{color:var(--soft);font-weight:450}.vd-not-applicable::before{background:none;border:1.5px dashed currentColor}
.defences li{margin-bottom:.3rem}.defences b{font-weight:600}
.place{font-size:.92rem;color:var(--soft)}a.place{color:var(--link)}
.because{color:var(--soft);font-size:.9rem;margin:0}.defences .because{display:block}
.filter{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:end;margin:0 0 1.2rem}
.filter label{font-size:.88rem;color:var(--soft);display:grid;gap:.15rem}
.filter input,.filter select{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--rule);border-radius:5px;padding:.35rem .6rem;min-height:2.4rem;max-width:100%}
.filter output{color:var(--soft);padding-bottom:.45rem}
.depth .number{display:inline-block;min-width:2.2ch;font-variant-numeric:tabular-nums;font-weight:600}
.meter{display:inline-block;width:clamp(4rem,12vw,11rem);height:10px;margin-left:.6rem;background:var(--line);border-radius:5px;overflow:hidden}
.meter-stops{fill:var(--deep1)}.meter-opens{fill:var(--deep3)}
.opens{color:var(--ink);font-weight:600}
.lines{font-size:.92rem}
.lines th,.lines td{padding:.06rem .6rem;border:0;line-height:1.6}
.lines th{width:3.4rem;min-width:2.2rem;text-align:right;color:var(--soft);font:400 .82rem/1.9 var(--mono);border-right:1px solid var(--line)}
.lines td code{white-space:pre-wrap;overflow-wrap:anywhere}
.split{display:flex;flex-wrap:wrap;gap:0 1.5rem;align-items:baseline}
.split>code{flex:1 1 24rem;max-width:100%}
.file .quiet,.others .quiet{font-weight:400}
.links{flex:0 1 22rem;font-size:.9rem;min-width:0}
.line-plain code{color:var(--soft)}
.line-serves th{border-right:3px solid var(--stopped)}
.line-flawed th{border-right:3px solid var(--open)}
.line-serves>*,.line-flawed>*{background:var(--card)}
.gap td{color:var(--soft);font-size:.84rem}
.flaw{display:block;color:var(--open)}
.told th{width:36%;font-weight:500}.told .place{display:block}.told p{margin:.1rem 0;max-width:none;overflow-wrap:anywhere}.told td b{font-weight:600;color:var(--soft)}
.what{overflow-wrap:anywhere}
.soon{color:var(--open)}.calm-days{font-weight:500;color:var(--soft)}
.soon,.calm-days{display:block}
.n{text-align:right;font-variant-numeric:tabular-nums}.n-open{color:var(--open);font-weight:650}.n-stopped{color:var(--soft)}
.wide{overflow-x:auto}
.part{border-top:2px solid var(--rule);padding-top:2rem}
.part>h2{font-size:1.9rem}
footer{padding:1.5rem clamp(1rem,5vw,4rem) 3rem;font-size:.9rem}
@media (min-width:72rem){.frame{display:grid;grid-template-columns:11rem minmax(0,1fr);gap:0 clamp(2rem,4vw,4rem)}
nav{position:sticky;top:0;align-self:start;border:0;padding:2.2rem 0;max-height:100vh;overflow:auto}nav ul{display:block}nav a{padding:.25rem 0}}
@media (max-width:44rem){
.attacks,.attacks tbody,.attacks tr,.attacks th,.attacks td,.depth tbody,.depth tr,.depth th,.depth td,.glance tbody,.glance tr,.glance th,.glance td,.risks tbody,.risks tr,.risks th,.risks td,.told tbody,.told tr,.told th,.told td{display:block;width:auto!important;border:0;padding:.12rem 0}
.attacks thead,.depth thead,.risks thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.attacks tr,.depth tr,.glance tr,.risks tr,.told tr{display:block;padding:.7rem 0;border-bottom:1px solid var(--line)}
.lines th{width:2.2rem;padding:0 .35rem}.lines td{padding-right:0}.links{flex-basis:100%}
.aim-count{display:block;margin-left:0}
.narrow-word{display:inline;color:var(--soft);margin-right:.4rem}}
@media print{:root{color-scheme:light;${writeTokens(palettes.light)}--page:#fff}
@page{margin:16mm 14mm}
html{font-size:10pt}body{font-size:10pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
nav,.skip,.filter{display:none!important}
.masthead{padding:0 0 1rem;border-top-width:4px}.frame{padding:0;display:block}
h1{font-size:26pt}h2{break-after:avoid;font-size:15pt}h3,summary{break-after:avoid}
tr,.opening,.fix{break-inside:avoid}
table{font-size:8.5pt}th,td{padding:.25rem .7rem .25rem 0}section{margin:1.6rem 0}.defences li{margin-bottom:.1rem}
details:not(.more)::details-content{content-visibility:visible;block-size:auto}
a{color:inherit;text-decoration:none}}
`;
