// One run of the Keystone proof in a suite: trees deployed one after the other as their README says, and what was seen.
import { surveyGround } from '../../src/checks/mechanisms/url-attack';
import type { Launcher } from '../../src/openstack/types';
import type { AttackStep } from './attack-step';
import type { SuiteVersions } from './bed';
import { platformOf, type Suite } from './beds';
import type { Answered } from './kept-answers';
import { type RunningKeystone, restartGlance, sendAsTenants, startKeystone, stopKeystone } from './keystone-bed';
import {
  bootSigned,
  certificateNames,
  fetchCertificates,
  intentCertificates,
  makeChains,
  type ObservedSigned,
  storeCertificates,
  storeExpired,
} from './keystone-certificates';
import {
  callOnce,
  countImages,
  floodProjects,
  type HeldUploads,
  holdUploads,
  type ObservedCalls,
  type RegisteredLimit,
  reachLimits,
  registerLimits,
} from './keystone-limits';
import {
  copyAsToldByReadme,
  countsToldSize,
  limits,
  mustEnd,
  people,
  type RegionWords,
  synthesizeRegion,
} from './keystone-region';
import { createImage } from './sharing-attacks';
import { openCloud } from './verdicts';

/** Which way Glance runs: sid has no server of its own, and both ways are tried. */
export const launchers: Readonly<Record<Suite, Launcher>> = { bookworm: 'eventlet', trixie: 'uwsgi', sid: 'uwsgi' };

type ByName<Value> = Readonly<Record<string, Value>>;

/** Who gets images in where `audience` is `importers`: statuses, and how the import of an importer ended. */
export interface ObservedImporter {
  readonly memberCreates: number;
  readonly memberImports: number;
  readonly memberUploads: number;
  readonly importerEnds: string | null;
}

/** What came of certificates: ids by name, words of refusals, digests by service and user. */
export interface ObservedCertificates {
  readonly pems: readonly string[];
  readonly stored: ByName<string>;
  readonly storedAgain: ByName<string>;
  readonly refusedMember: string;
  readonly refusedExpired: string;
  readonly fetched: ByName<ByName<readonly string[]>>;
  readonly signed: ByName<ObservedSigned>;
  /** By the same Nova once the root is off its list. */
  readonly offList: ByName<ObservedSigned>;
}

/** Everything that was seen in a suite. */
export interface ObservedKeystone extends Answered {
  readonly versions: SuiteVersions;
  /** After the first run of the script, the second, and that of a changed intent. */
  readonly registrations: readonly (readonly RegisteredLimit[])[];
  readonly unregistered: ObservedCalls;
  readonly boundaries: ByName<ObservedCalls>;
  readonly countAfterChange: ObservedCalls;
  readonly held: HeldUploads;
  readonly floods: ByName<boolean>;
  readonly importer: ObservedImporter;
  readonly certificates: ObservedCertificates;
}

/** Runs everything. @throws when something does not come up, or a command of the README fails */
export function observeKeystone(suite: Suite, versions: SuiteVersions): ObservedKeystone {
  const launcher = launchers[suite];
  const platform = platformOf({ launcher }, versions['python3-glance'] ?? '');
  const name = `keystone-${suite}`;
  try {
    const keystone = startKeystone(name, suite, people, ['images.example.org']);
    const chains = makeChains(keystone);
    const render = (words: RegionWords) => synthesizeRegion(platform, keystone.people, words);

    const first = render({ certificates: intentCertificates(chains, certificateNames) });
    copyAsToldByReadme(keystone, first);
    restartGlance(keystone, launcher);
    const unregistered = callOnce(keystone);
    const registrations = [registerLimits(keystone, first), registerLimits(keystone, first)];
    const boundaries = reachLimits(keystone, limits.imageCountTotal, countsToldSize(platform));
    const held = holdUploads(keystone, limits.imageCountUploading + 1);
    const floods = floodProjects(keystone, {
      ...surveyGround(openCloud(platform, first)),
      entryPort: 19292,
      files: first,
    });

    const refusedMember = storeCertificates(keystone, first, 'member').ended.stderr;
    const { ended, ids } = storeCertificates(keystone, first);
    mustEnd(ended);
    const certificates = intentCertificates(chains, certificateNames, ids);
    const second = render({
      imageCountTotal: limits.imageCountTotal + 1,
      audience: 'importers',
      certificates,
      trusted: ['root', 'inter'],
    });
    copyAsToldByReadme(keystone, second);
    registrations.push(registerLimits(keystone, second));
    const storedAgain = storeCertificates(keystone, second).ids;
    restartGlance(keystone, launcher);
    const countAfterChange = countImages(keystone, 2);
    const importer = observeImporter(keystone);
    const fetched = Object.fromEntries(
      (['glance', 'nova'] as const).map((service) => [
        service,
        Object.fromEntries(
          ['importer', 'stranger'].map((user) => [
            user,
            fetchCertificates(
              keystone,
              service,
              user,
              certificateNames.map((one) => ids[one] ?? ''),
            ),
          ]),
        ),
      ]),
    );
    const [leaf, stranger] = [ids.leaf ?? '', ids.stranger ?? ''];
    const signed = bootSigned(keystone, chains, [
      { name: 'trusted', signer: 'leaf', certificateId: leaf },
      { name: 'untrusted', signer: 'stranger', certificateId: stranger },
      { name: 'forged', signer: 'leaf', isForged: true, certificateId: leaf },
      { name: 'expired', signer: 'leaf-expired', certificateId: storeExpired(keystone, chains) },
    ]);
    copyAsToldByReadme(keystone, render({ audience: 'importers', certificates, trusted: ['inter'] }));
    const offList = bootSigned(keystone, chains, [{ name: 'trusted', signer: 'leaf', certificateId: leaf }]);
    const expired = render({ certificates: intentCertificates(chains, ['leaf-expired']) });
    copyAsToldByReadme(keystone, expired);
    const refusedExpired = storeCertificates(keystone, expired).ended.stderr.trim();

    const pems = certificateNames.map((one) => chains.certificates[one]?.pem ?? '');
    return {
      answers: 1,
      versions,
      ...{
        registrations,
        unregistered,
        boundaries,
        countAfterChange,
        held,
        floods,
        importer,
      },
      certificates: { pems, stored: ids, storedAgain, refusedMember, refusedExpired, fetched, signed, offList },
    };
  } finally {
    stopKeystone(name);
  }
}

function observeImporter(keystone: RunningKeystone): ObservedImporter {
  const importer = { role: 'importer' as const };
  const url = 'https://images.example.org/image.raw';
  const download = { method: { name: 'web-download', uri: url } };
  const refused: AttackStep = {
    key: 'refused',
    kind: 'calls',
    url: '',
    rounds: [
      {
        calls: [
          { ...createImage(), role: 'member' },
          { ...createImage(), ...importer },
          { method: 'POST', path: '/v2/images/{image}/import', body: download, role: 'member' },
          { method: 'PUT', path: '/v2/images/{image}/file', base64: 'AAAA', role: 'member' },
        ],
      },
    ],
  };
  const accepted: AttackStep = { key: 'accepted', kind: 'web-download', url, ...importer };
  const outcomes = sendAsTenants(keystone, [refused, accepted]);
  const [memberCreates = 0, , memberImports = 0, memberUploads = 0] = (outcomes.refused?.answers ?? []).map(
    ({ status }) => status,
  );
  return { memberCreates, memberImports, memberUploads, importerEnds: outcomes.accepted?.image ?? null };
}
