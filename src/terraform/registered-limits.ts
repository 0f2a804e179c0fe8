// Registered limits of Glance as Terraform resources: what `unifiedLimits` of an intent means to the OpenStack provider.
import { Construct } from 'constructs';
import { settleRegisteredLimits } from '../constructs/unified-limits';
import { limitedResources, limitUnits } from '../documents/registered-limits/types';
import { settleIntent } from '../intent/settle';
import type { UnifiedLimitsProps } from '../intent/types-capacity';
import { IntentProblems, type Problem, problem } from '../problems';
import { composeId, findIdProblems } from './identifiers';
import type { ProviderConstruct, ResourceConstruct, TerraformLibrary } from './library';
import { findMisuse, isMapping, providerRule } from './misuse';
import { addDataSource, addResource, type Reference } from './plain-resource';
import { findOrAddProvider, openstackProvider } from './providers';

/** Limits of one project, in the words of `unifiedLimits`. A limit that is left out stays the registered one. */
export type ProjectLimits = Pick<
  UnifiedLimitsProps,
  'imageCountTotal' | 'imageCountUploading' | 'imageSizeTotal' | 'imageStageTotal'
>;

/** The limits of a region, the same props as those of `UnifiedLimits`. */
export interface RegisteredLimitsProps extends UnifiedLimitsProps {
  /** Projects that get other limits than all others, by id. Default none. */
  readonly projects?: Readonly<Record<string, ProjectLimits>>;
  /** The `openstack` provider, with the credentials of a system administrator. Default: that of the stack, or a new one without settings. */
  readonly provider?: ProviderConstruct;
}

/**
 * Base of the two doors: one `openstack_identity_registered_limit_v3` for each of the four resources, one `openstack_identity_limit_v3` for
 * each limit of a project. Use it instead of the script, not beside it: Keystone refuses a second limit of one name.
 * @throws IntentProblems when a prop is not what Keystone takes, or is a registered limit of 0, which the provider cannot create.
 */
export class TerraformRegisteredLimits extends Construct {
  /** The registered limits, by the name Glance asks for. */
  readonly resources: ReadonlyMap<string, ResourceConstruct>;

  constructor(library: TerraformLibrary, scope: Construct, id: string, props: RegisteredLimitsProps) {
    super(scope, id);
    // Limits that are wrong or missing are told by the judge of an intent.
    const { projects = {}, provider: given, ...own } = props ?? {};
    const misuse = findWrongTypes(projects, given, this.node.path);
    if (misuse.length > 0) throw new IntentProblems(misuse);
    checkLimits(own, projects, this.node.path);
    const provider = given ?? findOrAddProvider(library, library.TerraformStack.of(this), openstackProvider);
    const type = 'openstack_identity_service_v3';
    const service = addDataSource(library, this, 'image', { type, provider, attributes: () => ({ type: 'image' }) });
    const serviceId = (): Reference => ({ template: `\${data.${type}.${service.friendlyUniqueId}.id}` });
    const { region, limits } = settleRegisteredLimits(own);
    this.resources = new Map(
      limitedResources.map((name) => {
        const attributes = () => ({
          region,
          service_id: serviceId(),
          resource_name: name,
          default_limit: limits[name],
          description: limitUnits[name],
        });
        const plan = { type: 'openstack_identity_registered_limit_v3', provider, attributes };
        return [name, addResource(library, this, name, plan)];
      }),
    );
    for (const [index, [project, projectLimits]] of Object.entries(projects).entries()) {
      const { limits: settled } = settleRegisteredLimits({ region, ...projectLimits });
      for (const { name, key } of limitKeys) {
        if (projectLimits[key] === undefined) continue;
        const attributes = () => ({
          region,
          project_id: composeId(project),
          service_id: serviceId(),
          resource_name: name,
          resource_limit: settled[name],
          description: limitUnits[name],
        });
        const id = project.startsWith('$') ? `${name}-${index}` : `${name}-${project}`;
        const limit = addResource(library, this, id, { type: 'openstack_identity_limit_v3', provider, attributes });
        // Keystone takes a limit of a project only where a registered one exists.
        const registered = this.resources.get(name) as ResourceConstruct;
        limit.dependsOn = [`${registered.terraformResourceType}.${registered.friendlyUniqueId}`];
      }
    }
  }
}

/** `image_count_total` is `imageCountTotal` in the intent. */
const limitKeys = limitedResources.map((name) => ({
  name,
  key: name.replace(/_(\w)/g, (_found, letter: string) => letter.toUpperCase()) as keyof ProjectLimits,
}));

function findWrongTypes(projects: object, provider: unknown, path: string): readonly Problem[] {
  const limits = { isRight: isMapping, wanted: 'an object of limits' };
  const byProject = { isRight: isMapping, wanted: 'an object of limits by project' };
  const found = findMisuse(path, '', { projects, provider }, { projects: byProject, provider: providerRule });
  if (found.length > 0) return found;
  return findMisuse(path, '/projects', projects, Object.fromEntries(Object.keys(projects).map((id) => [id, limits])));
}

function checkLimits(own: UnifiedLimitsProps, projects: Readonly<Record<string, ProjectLimits>>, path: string): void {
  settleIntent({ release: '2025.1', unifiedLimits: own }, path);
  for (const [project, limits] of Object.entries(projects)) {
    settleIntent(
      { release: '2025.1', unifiedLimits: { ...limits, region: own.region } },
      `${path}/projects/${project}`,
    );
  }
  const problems = [
    ...findZeroProblems(own, path),
    ...findIdProblems(new Map(Object.keys(projects).map((id) => [`/projects/${id}`, id])), path),
  ];
  if (problems.length > 0) throw new IntentProblems(problems);
}

/** Its client takes a registered limit of 0 for an argument left out, and fails the apply; a project's limit may be 0. */
function findZeroProblems(own: UnifiedLimitsProps, construct: string): readonly Problem[] {
  const zeros = limitKeys.filter(({ key }) => own[key] === 0);
  return zeros.map(({ name, key }) => {
    const facts = {
      got: '0',
      wanted: 'at least 1',
      why: `the OpenStack provider cannot create a registered limit of 0, and without one no project can have ${name} of its own`,
      fix: 'register 1 and give projects their own 0, or let the script of the files register the limits',
    };
    return problem('bad-value', { file: construct, pointer: `/${key}` }, facts);
  });
}
