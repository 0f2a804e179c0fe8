// Property protections in kolla-ansible: one fixed file name, behind a flag of globals.yml.
import type { HardeningDocuments } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import { composeYaml } from '../documents/yaml/compose-yaml';
import { readYamlMapping } from '../documents/yaml/read-yaml-mapping';
import { putUnderHeader } from './header';

const flag = 'glance_enable_property_protection';
const flagFile = 'globals.d/glacis.yml';
const override = 'config/glance/property-protections-rules.conf';
const arrival = 'glance/property-protections-rules.conf';

/** The files that carry the protections, and the documents with the option naming the file where it will lie. */
export function takeProtections(documents: HardeningDocuments): {
  readonly files: readonly (readonly [string, string])[];
  readonly rest: HardeningDocuments;
} {
  const { release } = documents;
  const named = documents.settings.find(({ option }) => option === 'property_protection_file');
  const artifact = documents.artifacts.find(
    ({ program, name }) => program === 'glance' && named?.value === `/etc/glance/${name}`,
  );
  if (named === undefined || artifact === undefined) return { files: [], rest: documents };
  const renamed = { ...named, value: `/etc/${arrival}` };
  const reason = 'without the flag the file is not copied, and glance-api does not start';
  return {
    files: [
      [override, putUnderHeader(release, artifact.text)],
      [flagFile, putUnderHeader(release, composeYaml([], [{ key: flag, value: true, reason }]))],
    ],
    rest: {
      ...documents,
      settings: documents.settings.map((setting) => (setting === named ? renamed : setting)),
      artifacts: documents.artifacts.filter((one) => one !== artifact),
    },
  };
}

/** The file in the container: copied as it is, and only with the flag. */
export function arriveProtections(files: FileTree): readonly (readonly [string, string])[] {
  const text = files.get(override);
  const isOn = readYamlMapping(files.get(flagFile) ?? '', flagFile)[flag] === true;
  return text !== undefined && isOn ? [[arrival, text]] : [];
}
