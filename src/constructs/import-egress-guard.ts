// ImportEgressGuard: nftables rules that bind glance-api, by its uid, to the networks it needs.
import { type Artifact, DEBIAN_GLANCE_UID } from '../documents/hardening';
import { composeNftablesEgressGuard } from '../documents/nftables/compose';
import { renderNftables } from '../documents/nftables/render';
import type { ImportEgressGuardProps } from '../intent/types';
import { glanceUnits } from '../openstack/units';
import { IntentProblems } from '../problems';
import { Control, type Decision, type PlaceOf, type ReleaseFacts } from './control';

const GUARD_FILE = 'glacis-import-egress.nft';
const GUARD_UNIT = 'glacis-import-egress.service';

/** Loads the rules at boot, before the network is up and before `runner`, the unit that Glance runs in. */
const composeGuardUnit = (runner: string): string => `[Unit]
Description=Egress guard of glance-api
Documentation=man:nft(8)
DefaultDependencies=no
Wants=network-pre.target
Before=network-pre.target ${runner}
After=local-fs.target nftables.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f /etc/nftables.d/${GUARD_FILE}

[Install]
WantedBy=multi-user.target
`;

/** Glance does not start without its guard: it fails closed. */
const requirement = `[Unit]
Requires=${GUARD_UNIT}
After=${GUARD_UNIT}
`;

/** @internal Closes every bypass of the URL filter on every patch level (measured): what the process cannot reach it cannot fetch. */
export function decideImportEgressGuard(
  props: ImportEgressGuardProps,
  { launcher }: Pick<ReleaseFacts, 'launcher'>,
  placeOf: PlaceOf,
): Decision {
  const runner = glanceUnits[launcher ?? 'uwsgi'];
  const glanceUid = props.glanceUid ?? DEBIAN_GLANCE_UID;
  try {
    const rules = composeNftablesEgressGuard({
      glanceUid,
      resolvers: props.resolvers,
      mirrors: props.mirrors,
      mirrorPorts: props.mirrorPorts ?? [443],
      services: (props.services ?? []).map((service) => ({ ...service, protocol: service.protocol ?? 'tcp' })),
    });
    const artifacts: Artifact[] = [
      { program: 'nftables', name: GUARD_FILE, text: renderNftables(rules) },
      { program: 'systemd', name: GUARD_UNIT, text: composeGuardUnit(runner) },
      { program: 'systemd', name: `${runner}.d/90-glacis.conf`, text: requirement },
    ];
    const because =
      '`flush ruleset`, which a reload of nftables.service runs on Debian, removes the guard until its unit is restarted';
    return { artifacts, glanceUid, residuals: [{ control: 'import-egress-guard', because }] };
  } catch (error) {
    if (!(error instanceof IntentProblems)) throw error;
    return { problems: error.problems.map((p) => ({ ...p, place: placeOf(p.place.pointer ?? '') })) };
  }
}

/**
 * nftables rules that let glance-api, by its uid, connect to resolvers, mirrors and services alone: what it cannot reach it cannot fetch, on
 * every patch level (OSSA-2026-004). Needs nftables and systemd. Only where asked for; `resolvers` and `mirrors` have no default.
 */
export class ImportEgressGuard extends Control<ImportEgressGuardProps> {
  /** @internal */
  readonly intentKey = 'importEgress';

  /** @internal */
  decide(facts: ReleaseFacts, placeOf: PlaceOf): Decision {
    return decideImportEgressGuard(this.props, facts, placeOf);
  }
}
