// Judgements to report on: real ones of small trees, and one in which every text that a user controls is hostile.
import { Cloud } from '../../../src/checks/cloud/cloud';
import type { CloudVersions } from '../../../src/checks/cloud/configured-services';
import { type Judgement, judge } from '../../../src/checks/judge';

type AcceptedRisk = NonNullable<Judgement['attacks'][number]['accepted']>;

export const versions: CloudVersions = {
  release: '2025.1',
  packages: { glance: '2:30.0.0-3+deb13u2' },
  launcher: 'uwsgi',
  glanceUid: 64062,
};

/** Judges files as a 2025.1 would read them. */
export function judgeFiles(
  files: Readonly<Record<string, string>>,
  risks: readonly AcceptedRisk[] = [],
  own: Partial<CloudVersions> = {},
): Judgement {
  return judge(new Cloud(new Map(Object.entries(files)), { ...versions, ...own }), risks);
}

export const imports = 'glance/glance.conf.d/50-import.conf';

/** A filter that stops a good deal, a lint finding, an accepted attack and an accepted finding. */
export const mixedFiles = {
  [imports]:
    '[import_filtering_opts]\nallowed_hosts = [images.example.org]\nallowed_schemes = [https]\nallowed_ports = [443]\ndisallowed_ports = [22]\ndisallowed_uris = x\n',
};

export const mixedRisks: readonly AcceptedRisk[] = [
  { risk: 'ssrf-port-out-of-range', reason: 'a 500 fetches nothing', until: '2027-01-31' },
  { risk: 'inert-list', where: imports, reason: 'kept for the auditors', until: '2026-12-01' },
];

/** Stopped, open, accepted and not applicable attacks; lint findings, one of them accepted. */
export function judgeMixed(): Judgement {
  return judgeFiles(mixedFiles, mixedRisks);
}

/** Breaks out of whatever does not escape it: markup, tables, workflow commands, terminals, directions, XML. */
export const hostile =
  '</td></script><img src=x onerror=alert(1)>|`*_[x](javascript:y)&#x41; @everyone #1 ]]> "\'\u0000\u001b[31m\u009b\u202e\ud800\uffff\r\n::error::\n| a | b |';

/** The mixed judgement with hostile text wherever a file or an intent could have put it. */
export function judgeHostile(): Judgement {
  const mixed = judgeMixed();
  const at = { file: `glance/${hostile}.conf`, line: 7 };
  const accepted = { risk: 'x', where: hostile, reason: hostile, until: '2026-12-01' };
  const fixes = [{ file: at.file, section: hostile, option: hostile, value: hostile }];
  return {
    cloud: mixed.cloud,
    attacks: mixed.attacks.map((judged) => {
      const { answer } = judged;
      const because = `${hostile} because`;
      if (answer.verdict === 'open')
        return { ...judged, answer: { ...answer, because, fixes }, accepted: judged.accepted && accepted };
      if (answer.verdict === 'not-applicable') return { ...judged, answer: { ...answer, because } };
      return { ...judged, answer: { ...answer, because, defences: [{ layer: 'policy' as const, at, because }] } };
    }),
    findings: mixed.findings.map((judged) => ({
      ...judged,
      accepted: judged.accepted && accepted,
      finding: { ...judged.finding, at, subject: hostile, message: hostile, fixes },
    })),
  };
}
