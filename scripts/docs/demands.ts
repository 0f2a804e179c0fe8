// The page on demands: what published advice asks for, what is so, and where Glacis answers it.

import { demandSources } from '../../src/openstack/demands';
import { type CatalogueAnswer, catalogueAnswers } from '../../src/openstack/demands/catalogue-answers';
import type { Demand, DemandSource } from '../../src/openstack/demands/demand';

/** Markdown of docs/demands.md below its origin line. */
export function composeDemands(origin: string): string {
  return `${[
    '# Demands and where they are answered',
    origin,
    'Advice on the image pipeline is old, partly wrong and seldom complete. Each row says what a source asks for, what is so, and which construct writes it, which check judges it, or why no file does.',
    ...demandSources.flatMap((source) => [`## ${source.title}`, composeSource(source)]),
    '## Attacks of the catalogue',
    'The numbers are those of the collection of attacks that the checks were written from.',
    [
      '| attack | answered by |',
      '| --- | --- |',
      ...Object.entries(catalogueAnswers).map(([id, answer]) => `| ${id} | ${describeAnswer(answer)} |`),
    ].join('\n'),
  ].join('\n\n')}\n`;
}

function composeSource({ demands }: DemandSource): string {
  const rows = demands.map(
    (demand) =>
      `| ${demand.id} | ${escapeCell(demand.asks)} | ${demand.verdict} | ${escapeCell(demand.fact)} | ${locate(demand)} |`,
  );
  return ['| row | asks for | verdict | what is so | answered by |', '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function locate({ constructs = [], checks = [], because }: Demand): string {
  const parts = [...constructs.map((name) => `\`${name}\``), ...checks.map(linkTo)].join(', ');
  if (because === undefined) return parts;
  return parts === '' ? escapeCell(because) : `${parts}; ${escapeCell(because)}`;
}

function describeAnswer(answer: CatalogueAnswer): string {
  return typeof answer === 'string' ? escapeCell(answer) : answer.map(linkTo).join(', ');
}

const linkTo = (id: string): string => `[${id}](checks.md#${id})`;

const escapeCell = (text: string): string => text.replace(/[<>|[\]_*]/g, '\\$&');
