// The report as one page that needs nothing else: no network, no fonts, no script to be read.
import type { Judgement } from '../../checks/judge';
import { sha256 } from '../../sha256';
import { glacisVersion } from '../../version';
import { countNoun } from '../count-noun';
import { summarize } from '../json';
import { maskFiles, redactJudgement } from '../redact-judgement';
import { groupRegions, type JudgedRegion, joinNames, type Posture, type ReportProps } from '../regions';
import { compareFindings } from '../severity';
import { writeAttackTables } from './attack-tables';
import { writeDepth } from './depth-table';
import { writeFiles } from './files';
import { writeFleet } from './fleet';
import { html, type Markup, trustMarkup } from './markup';
import { writeOpenAttacks } from './open-attacks';
import type { Part } from './part';
import { writeFigures, writeGlance } from './posture';
import { writeAcceptedRisks, writeLints } from './risks-and-lints';
import { pageScript } from './script';
import { pageStyle } from './style';
import { writeToldSections } from './told-sections';

/** Postures with a part of their own; a page of thousands would open in no browser. The others stay in the table. */
const maxParts = 40;

/** One page for one region or many. The same bytes for the same judgements and the same `today`. */
export function reportToHtml(regions: readonly JudgedRegion[], { today }: ReportProps): string {
  const redacted = regions.map((region) => ({ ...region, judgement: redactJudgement(region.judgement) }));
  const postures = groupRegions(redacted);
  const isFleet = regions.length > 1;
  const worst = [...postures].sort((a, b) => countTroubles(b.judgement) - countTroubles(a.judgement));
  const shown = isFleet ? worst.slice(0, maxParts) : worst;
  const parts = shown.map((posture, index) => createPart(posture, isFleet ? `r${index + 1}-` : '', isFleet, today));
  const title = sayTitle(redacted);
  const body = isFleet ? writeFleetBody(redacted, shown, parts, postures.length) : html`${parts.map(writePart)}`;
  return `<!doctype html>\n${
    html`<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${digest(pageStyle)}'; script-src '${digest(pageScript)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer"><title>${title} - Glacis</title>
<style>${trustMarkup(pageStyle)}</style></head>
<body><a class="skip" href="#main">Skip to the report</a>
${writeMasthead(redacted, title, today)}
<div class="frame">${writeContents(parts, shown, isFleet)}
<main id="main" tabindex="-1">${body}</main></div>
<footer><p>Written by Glacis ${glacisVersion}. Every verdict was reached by reading the files as the services of this release and patch level read them.</p></footer>
<script>${trustMarkup(pageScript)}</script></body></html>`.text
  }\n`;
}

function digest(text: string): string {
  return `sha256-${sha256(text, 'base64')}`;
}

function countTroubles(judgement: Judgement): number {
  const { open, lints } = summarize(judgement);
  return open * 1000 + lints;
}

function createPart({ judgement, told }: Posture, prefix: string, isFleet: boolean, today: string): Part {
  const files = maskFiles(judgement);
  const fileIndex = new Map([...files.keys()].map((file, index) => [file, index]));
  return { judgement, files, fileIndex, today, prefix, level: isFleet ? 3 : 2, told };
}

function sayTitle(regions: readonly JudgedRegion[]): string {
  const summaries = regions.map(({ judgement }) => summarize(judgement));
  const open = summaries.reduce((sum, s) => sum + s.open, 0);
  if (regions.length > 1) {
    const hit = summaries.filter((s) => s.open > 0).length;
    return hit === 0
      ? `No attack is open in ${regions.length} regions`
      : `Attacks are open in ${hit} of ${regions.length} regions`;
  }
  if (open > 0) return `${countNoun(open, 'attack')} ${open === 1 ? 'is' : 'are'} open`;
  return summaries.some((s) => s.stopped + s.accepted > 0) ? 'No attack is open' : 'Nothing could be attacked';
}

function writeMasthead(regions: readonly JudgedRegion[], title: string, today: string): Markup {
  const hasOpen = regions.some(({ judgement }) => summarize(judgement).open > 0);
  const [first] = regions;
  const single = regions.length === 1 && first ? describeVersions(first.judgement) : html`${regions.length} regions`;
  const name = regions.length === 1 && first && first.name !== null ? `${first.name}, ` : '';
  return html`<header class="masthead ${hasOpen ? 'has-open' : 'is-closed'}"><p class="brand"><svg viewBox="0 0 32 20" aria-hidden="true" focusable="false"><path d="M1 19 31 19 31 3 24 3z"/></svg> Glacis <span>image pipeline posture</span></p>
<h1>${title}</h1><p class="lede">${name}${single}, judged on <time datetime="${today}">${today}</time></p></header>`;
}

function describeVersions({ cloud }: Judgement): Markup {
  const { release, packages, launcher } = cloud.versions;
  const versions = Object.entries(packages).map(([service, version]) => `${service} ${version}`);
  const words = [`OpenStack ${release}`, ...versions, launcher];
  return html`${words.map((word, index) => html`${index === 0 ? '' : ', '}<span>${word}</span>`)}`;
}

const sections = [
  ['glance', 'At a glance'],
  ['open', 'Open attacks'],
  ['depth', 'Defence in depth'],
  ['accepted', 'Accepted risks'],
  ['residual', 'What no file enforces'],
  ['fixes', 'Fixes'],
  ['left', 'Left for a person'],
  ['drift', 'Drift'],
  ['policy', 'Policy'],
  ['upgrade', 'Upgrade'],
  ['lints', 'Lint findings'],
  ['attacks', 'Attacks by aim'],
  ['files', 'Files'],
] as const;

function writeContents(parts: readonly Part[], postures: readonly Posture[], isFleet: boolean): Markup {
  const links = isFleet
    ? [
        html`<li><a href="#regions">Regions</a></li>`,
        ...parts.map(
          ({ prefix }, i) => html`<li><a href="#${prefix}part">${joinNames(postures[i]?.names ?? [], 2)}</a></li>`,
        ),
      ]
    : sections
        .filter(([name]) => hasSection(parts[0], name))
        .map(([name, words]) => html`<li><a href="#${name}">${words}</a></li>`);
  return html`<nav aria-label="Contents"><ul>${links}</ul></nav>`;
}

function hasSection(part: Part | undefined, name: string): boolean {
  const judged = [...(part?.judgement.attacks ?? []), ...(part?.judgement.findings ?? [])];
  if (name === 'accepted') return judged.some(({ accepted }) => accepted !== null);
  if (['residual', 'fixes', 'left', 'drift', 'policy', 'upgrade'].includes(name))
    return part?.told.some(({ id }) => id === name) === true;
  return name !== 'lints' || part?.judgement.findings.some(({ accepted }) => accepted === null) === true;
}

function writePart(part: Part): Markup {
  const findings = part.judgement.findings.filter(({ accepted }) => accepted === null).sort(compareFindings);
  const isUnknown = part.judgement.cloud.versions.packages.glance === undefined;
  const note = isUnknown
    ? html`<p class="note">The package version of glance is not known: it is judged as unpatched. Name it: <code>packages</code> in the intent, <code>--package glance=VERSION</code> for audit.</p>`
    : null;
  const notes = part.told.flatMap(({ id, rows }) => (id === 'notes' ? rows : []));
  const told = notes.map(({ title }) => html`<p class="note">${title}</p>`);
  return html`<div class="summary">${writeFigures(summarize(part.judgement))}${note}${told}</div>
${writeGlance(part)}${writeOpenAttacks(part)}${writeDepth(part)}${writeAcceptedRisks(part)}${writeToldSections(part)}${writeLints(part, findings)}${writeAttackTables(part)}${writeFiles(part, findings)}`;
}

function writeFleetBody(
  regions: readonly JudgedRegion[],
  postures: readonly Posture[],
  parts: readonly Part[],
  total: number,
): Markup {
  const anchors = new Map(parts.map(({ judgement, prefix }) => [judgement, `${prefix}part`]));
  const bodies = parts.map((part, index) => {
    const names = postures[index]?.names ?? [];
    const id = `${part.prefix}part`;
    const several =
      names.length > 1 ? html`<p>${countNoun(names.length, 'region')} with the same files and verdicts.</p>` : null;
    return html`<section class="part" id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${joinNames(names, 12)}</h2>
<p class="lede">${describeVersions(part.judgement)}</p>${several}${writePart(part)}</section>`;
  });
  const left = total - parts.length;
  const rest =
    left > 0
      ? html`<p class="note">${countNoun(left, 'more posture')} with less to report ${left === 1 ? 'is' : 'are'} in the table only: a page with all of them would be too large. The JSON report has every detail.</p>`
      : null;
  return html`${writeFleet(regions, (judgement) => anchors.get(judgement))}${rest}${bodies}`;
}
