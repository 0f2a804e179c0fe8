// Every change that is proposed for an attack in the tree of a target arrives with that target, and closes the attack there.
import { attackIds, lintIds } from '../../src/checks';
import { Cloud } from '../../src/checks/cloud/cloud';
import { placeFindingFixes, placeFixes } from '../../src/checks/fix/carry';
import { findWithLint, judgeAttack } from '../../src/checks/judge';
import type { Fix, Remedy } from '../../src/checks/types';
import type { HardeningDocuments } from '../../src/documents/hardening';
import { parseValues } from '../../src/documents/ini/values/parse-value';
import type { FileTree } from '../../src/documents/types';
import { findOption } from '../../src/openstack/catalogue';
import type { Service } from '../../src/openstack/types';
import { carrierOf, loadTarget, targetNames } from '../../src/targets';
import { overlayOptions, readOptionLines, renderOptionLines } from '../../src/targets/ini-overlay';
import { listSides, readCase } from '../checks/cases';
import { collectControl } from '../unit/checks/control-files';

const tools = targetNames.filter((name) => name !== 'etc');
const isOfService = (fix: Remedy): fix is Fix => !('control' in fix) && /^(?:glance|nova|cinder)\//.test(fix.file);

/** Documents with nothing but what the fixes ask for. */
function compose({ versions }: Cloud, fixes: readonly Fix[]): HardeningDocuments {
  const { release, packages, launcher, glanceUid } = versions;
  const reason = 'asked for';
  const settings = fixes.filter((fix) => isOfService(fix) && fix.section !== 'policy');
  return {
    ...{ release, packages, launcher, glanceUid, artifacts: [], residuals: [], intentDigest: '0'.repeat(12) },
    settings: settings.map(({ file, section, option, value: text }) => {
      const service = file.split('/')[0] as Service;
      const type = findOption(service, section, option, release)?.facts.type;
      if (type === undefined) throw new Error(`${release} has no ${section}/${option}`);
      const read = parseValues(type, [text]);
      if (!read.ok) throw new Error(`${option} = ${text}: ${read.error}`);
      return { service, section, option, value: read.value, type, reason };
    }),
    overrides: fixes
      .filter((fix) => isOfService(fix) && fix.section === 'policy')
      .map(({ file, option: rule, value: check }) => ({ service: file.split('/')[0] as Service, rule, check, reason })),
  };
}

function join(one: HardeningDocuments, other: HardeningDocuments): HardeningDocuments {
  const settings = [...one.settings, ...other.settings];
  return { ...one, settings, overrides: [...one.overrides, ...other.overrides], artifacts: other.artifacts };
}

/** The files of a service as one, since tools write one: what stands in a later file counts. */
function mergeFiles(cloud: Cloud): FileTree {
  const files = new Map(cloud.files);
  for (const [service, own] of Object.entries(ownFiles)) {
    const { read } = cloud.filesRead(service as Service);
    if (read.length === 0) continue;
    for (const file of read) files.delete(file);
    const parts = read.map((file) => readOptionLines(cloud.files.get(file) ?? '', { asWritten: false }));
    files.set(own, renderOptionLines(parts.reduce(overlayOptions)));
  }
  return files;
}

const ownFiles = { glance: 'glance/glance-api.conf', nova: 'nova/nova.conf', cinder: 'cinder/cinder.conf' };
/** The proxy that a tool has and takes lines for; the script for Keystone is run by hand everywhere. */
const proxies: Readonly<Record<string, string>> = {
  'kolla-ansible': 'haproxy',
  kustomize: 'nginx',
  'openstack-ansible': 'haproxy',
};
const firing = attackIds.filter((id) => listSides(id).includes('fires'));

describe.each(tools)('%s', (name) => {
  const target = loadTarget(name);

  test('changes that close what is open in the fixtures', () => {
    let closed = 0;
    const uncarried: string[] = [];
    for (const id of firing) {
      const { cloud } = readCase(id, 'fires');
      const base = mergeFiles(cloud);
      const carrier = carrierOf(name, cloud.versions.release);
      const versions = { ...cloud.versions, ...(carrier && { carrier }) };
      const open = judgeAttack(new Cloud(base, versions), id);
      if (open.verdict !== 'open') continue;
      const answer = placeFixes(new Cloud(base, versions), open);
      const { fixes } = answer;
      if (answer.isUncarried) uncarried.push(answer.because);
      const carried = fixes.filter(isOfService);
      const foreign = fixes
        .filter((fix) => !isOfService(fix))
        .map(({ file }) => file.split('/')[0] as string)
        .filter((program) => program !== 'keystone' && program !== proxies[name])
        .map(
          (program) =>
            `${id} is closed in ${program}: \`proxies\` of this test does not say that ${name} takes its lines`,
        );
      expect(foreign).toEqual([]);
      const controls = fixes.filter((fix) => 'control' in fix);
      if (carried.length + controls.length === 0) continue;
      const documents = controls.map((fix) => collectControl(cloud, fix)).reduce(join, compose(cloud, carried));
      const own = new Map([...base].filter(([path]) => controls.length === 0 || !/^(?:nginx|haproxy)\//.test(path)));
      const etc = target.toEtc(target.layOut(documents), own);
      const missing = carried.filter(({ file, option }) => !etc.get(file)?.includes(option));
      expect({ id, missing }).toEqual({ id, missing: [] });
      // Of older releases no tool's layout was read, which its README says.
      const isRead = !target.residuals(documents).some(({ control }) => control === 'layout');
      if (carried.length + controls.length < fixes.length || !isRead) continue;
      const after = judgeAttack(new Cloud(etc, versions), id);
      expect({ id, fixes, verdict: after.verdict, because: after.because }).not.toMatchObject({ verdict: 'open' });
      closed += 1;
    }
    // The tool's own words stand behind those of the attack.
    for (const because of uncarried) expect(because).toMatch(/\. What would close it stays behind: \S.{20,}[^.)]\.$/);
    expect(closed).toBeGreaterThan(60);
  });

  test('changes that mend what the lints find arrive too, or a person is told why not', () => {
    let arrived = 0;
    for (const id of lintIds) {
      const { cloud } = readCase(id, 'fires');
      const base = mergeFiles(cloud);
      const carrier = carrierOf(name, cloud.versions.release);
      const judged = new Cloud(base, { ...cloud.versions, ...(carrier && { carrier }) });
      for (const finding of findWithLint(judged, id)) {
        const { fixes, choice } = placeFindingFixes(judged, finding);
        expect({ id, isTold: fixes.length === finding.fixes.length || choice !== undefined }).toEqual({
          id,
          isTold: true,
        });
        const set = fixes.filter((fix) => fix.edit === undefined && isOfService(fix));
        if (set.length === 0) continue;
        const etc = target.toEtc(target.layOut(compose(cloud, set)), base);
        const missing = set.filter(({ file, option }) => !etc.get(file)?.includes(option));
        expect({ id, missing }).toEqual({ id, missing: [] });
        arrived += set.length;
      }
    }
    expect(arrived).toBeGreaterThan(5);
  });
});
