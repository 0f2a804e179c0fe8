// The policy of one service in a cloud: which files are read, the rules they load, and who may do what.
import type { PolicyDocument } from '../../documents/policy/model';
import { parsePolicyFile } from '../../documents/policy/parse-policy';
import type { FileTree } from '../../documents/types';
import { listChosenImages, listNamedDomains } from '../../emulators/oslo-policy/chosen-values';
import { createEnforcer, type Enforcer, type EnforcerProps, type Verdict } from '../../emulators/oslo-policy/enforcer';
import { anonymous, listPersonas, type PersonaName } from '../../emulators/oslo-policy/personas';
import { settleAdmin } from '../../emulators/oslo-policy/policy-admin';
import { type PolicyFilesRead, policyFilesRead } from '../../emulators/oslo-policy/policy-files-read';
import { describePolicyLibrary } from '../../emulators/oslo-policy/policy-library';
import { listPolicyTargets } from '../../emulators/oslo-policy/policy-targets';
import type { PolicyValues } from '../../emulators/oslo-policy/python-text';
import { listRules } from '../../openstack/catalogue';
import { policyDefaults } from '../../openstack/policy-defaults';
import type { ReleaseName, Service } from '../../openstack/types';
import { InternalError } from '../../problems';
import type { ConfiguredServices } from './configured-services';
import { Recall } from './recall';

/** A loaded policy. */
export interface JudgedPolicy {
  readonly files: PolicyFilesRead;
  /** In load order. */
  readonly documents: readonly PolicyDocument[];
  readonly enforcer: Enforcer;
  /** The policy without any file: what the release itself says. */
  readonly defaults: Enforcer;
  /** Asks a rule for a persona, about an object of its own project; of the objects it may choose from, the one the rule lets through counts. */
  authorize(rule: string, persona: PersonaName): Verdict;
  /** An answer given so far that nobody can be sure of: a server is asked, or a domain is named that may be a customer's. */
  findDoubt(): Verdict | null;
}

const stored = 'a private image of the project';
const proposed = 'a new private image';

/** Rules that are asked before an image exists; a visibility may be chosen later as well, of an image that has all its properties. */
const askedOf: Readonly<Record<string, readonly string[]>> = {
  add_image: [proposed],
  publicize_image: [proposed, stored],
  communitize_image: [proposed, stored],
};

const visibilities = ['private', 'shared', 'community', 'public'];

/**
 * The caller chooses the visibility of its image, and whether bytes have arrived: a rule may look at both. Without a token its
 * images have no owner, and the database keeps none of the others from it.
 */
function listVariants(target: PolicyValues, persona: PersonaName): PolicyValues[] {
  if (!Object.hasOwn(target, 'visibility')) return [target];
  const ownerless = persona === 'anonymous' ? [{ ...target, project_id: null, owner: null }] : [];
  const variants = [target, ...ownerless].flatMap((one) => visibilities.map((visibility) => ({ ...one, visibility })));
  return Object.hasOwn(target, 'status')
    ? [...variants, ...variants.map((variant) => ({ ...variant, status: 'queued' }))]
    : variants;
}

/** What the rules of a service come to, and what it has answered. */
interface LoadedPolicy {
  readonly enforcer: Enforcer;
  /** By persona and rule. */
  readonly verdicts: Map<string, Verdict>;
}

/** Loaded policies that are remembered, for all services together: what two or three kinds of regions need, with and without their files. */
const MAX_POLICIES = 16;

const knownPolicies = new Map<string, LoadedPolicy>();

/** An enforcer depends on nothing but these props, the places of the rules among them: regions with the same rules share it. */
function recallPolicy(
  props: Omit<EnforcerProps, 'defaults'> & Pick<Required<EnforcerProps>, 'service' | 'release'>,
): LoadedPolicy {
  const key = JSON.stringify(props);
  const loaded = knownPolicies.get(key) ?? {
    enforcer: createEnforcer({ ...props, defaults: listRules(props.service, props.release) }),
    verdicts: new Map<string, Verdict>(),
  };
  // Taken out and put back: the oldest is the one that was not asked for the longest.
  knownPolicies.delete(key);
  const [oldest] = knownPolicies.keys();
  if (knownPolicies.size >= MAX_POLICIES && oldest !== undefined) knownPolicies.delete(oldest);
  knownPolicies.set(key, loaded);
  return loaded;
}

/** What of the options decides about a policy. */
interface PolicyOptions {
  readonly service: Service;
  readonly release: ReleaseName;
  readonly policyFile: string | null;
  readonly policyDirs: readonly string[];
  readonly beside: readonly string[];
  readonly enforceNewDefaults: boolean;
  readonly enforceScope: boolean;
  readonly defaultRuleName?: string;
}

const knownFiles = new Recall<JudgedPolicy>(MAX_POLICIES);

/** Reads the policy that the service would enforce; the same object for clouds that have the same policy files and options. */
export function openPolicy(cloud: ConfiguredServices, service: Service): JudgedPolicy {
  const { release } = cloud.versions;
  // Only the API asks rules: what stands in the file of another program of the service does not reach it.
  const config = cloud.programConfig(service, `${service}-api`);
  const facts = policyDefaults(service, release);
  const dirs = config.get('oslo_policy', 'policy_dirs').value;
  const configured = config.get('oslo_policy', 'policy_file');
  const flag = (name: string, isDefault: boolean): boolean => {
    const { value, at } = config.get('oslo_policy', name);
    return at !== null && typeof value === 'boolean' ? value : isDefault;
  };
  const defaultRule = config.get('oslo_policy', 'policy_default_rule').value;
  const options: PolicyOptions = {
    service,
    release,
    policyFile: configured.at !== null && typeof configured.value === 'string' ? configured.value : null,
    policyDirs: Array.isArray(dirs) ? dirs.map(String) : facts.policyDirs,
    beside: cloud.listBeside(service),
    enforceNewDefaults: flag('enforce_new_defaults', facts.enforceNewDefaults),
    enforceScope: facts.hasEnforceScopeOption ? flag('enforce_scope', facts.enforceScope) : facts.enforceScope,
    ...(typeof defaultRule === 'string' && { defaultRuleName: defaultRule }),
  };
  return knownFiles.recall(cloud.files, JSON.stringify(options), (files) => loadPolicy(files, options));
}

function loadPolicy(tree: FileTree, { policyFile, policyDirs, beside, ...rules }: PolicyOptions): JudgedPolicy {
  const { service, release } = rules;
  const files = policyFilesRead(service, release, [...tree.keys()], { policyFile, policyDirs, beside });
  const { reader } = describePolicyLibrary(service, release);
  const documents = files.read.map((file) => parsePolicyFile(tree.get(file) ?? '', file, reader));
  const overrides = documents.flatMap((document) => document.rules.map(({ name, check, at }) => ({ name, check, at })));
  const { enforcer, verdicts } = recallPolicy({ ...rules, overrides });
  const { enforcer: defaults } = recallPolicy({ ...rules, overrides: [] });
  const findDoubt = () => [...verdicts.values()].find(({ allowed }) => allowed === 'cannot-say') ?? null;
  return { files, documents, enforcer, defaults, authorize, findDoubt };

  function authorize(rule: string, persona: PersonaName): Verdict {
    const question = `${persona}\n${rule}`;
    const verdict = verdicts.get(question) ?? ask(rule, persona);
    verdicts.set(question, verdict);
    return verdict;
  }

  function ask(rule: string, persona: PersonaName): Verdict {
    const caller = [...listPersonas(service), anonymous].find(({ name }) => name === persona);
    const targets = listPolicyTargets(service);
    const names = (Object.hasOwn(askedOf, rule) && askedOf[rule]) || [stored];
    const found = service === 'glance' ? targets.filter(({ name }) => names.includes(name)) : targets.slice(0, 1);
    if (!caller || found.length === 0) throw new InternalError(`no persona ${persona} or target for ${service}`);
    const verdict = askAs(rule, persona, caller.creds, found);
    if (verdict.allowed === true) return verdict;
    const elsewhere = listElsewhere(caller.creds, listNamedDomains(enforcer, rule))
      .map((creds) => askAs(rule, persona, creds, found))
      .find(({ allowed }) => allowed !== false);
    if (elsewhere === undefined) return verdict;
    return { ...elsewhere, allowed: 'cannot-say', because: 'it names a domain, and whose it is nobody can say' };
  }

  function askAs(
    rule: string,
    persona: PersonaName,
    home: PolicyValues,
    found: ReturnType<typeof listPolicyTargets>,
  ): Verdict {
    const creds = settleAdmin(service, enforcer, home);
    // A server or volume that is asked for is the caller's own.
    const own = found.map(({ target }) =>
      service === 'glance' ? target : { ...target, user_id: creds.user_id ?? null },
    );
    let likeliest: Verdict | undefined;
    let isComplete = true;
    for (const variant of own.flatMap((target) => listVariants(target, persona))) {
      // What is only proposed has no properties yet that a rule could see.
      const isStored = Object.hasOwn(variant, 'status');
      const proposed = { images: [variant], isComplete: true };
      const chosen = isStored ? listChosenImages(enforcer, rule, variant, creds) : proposed;
      isComplete &&= chosen.isComplete;
      for (const image of chosen.images) {
        const verdict = enforcer.authorize(rule, image, creds);
        if (verdict.allowed === true) return verdict;
        likeliest = likelier(likeliest, verdict);
      }
    }
    if (!isComplete && likeliest?.allowed === false) {
      return { ...likeliest, allowed: 'cannot-say', because: 'it compares more of an image than is tried' };
    }
    return likeliest as Verdict;
  }
}

/** The same caller in each domain that a rule names, and in one that it does not: customers have domains of their own. */
function listElsewhere(creds: PolicyValues, domains: readonly string[]): PolicyValues[] {
  if (creds.user_id === null || domains.length === 0) return [];
  return [...domains, 'another domain'].map((domain) => ({
    ...creds,
    user_domain_id: domain,
    ...(creds.project_id !== null && { project_domain_id: domain }),
  }));
}

/** Of two verdicts that do not allow, the one that may: the first of equal ones. */
function likelier(one: Verdict | undefined, other: Verdict): Verdict {
  return one === undefined || (one.allowed === false && other.allowed !== false) ? other : one;
}
