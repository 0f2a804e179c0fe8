// Which nftables files are in force before glance-api starts, and what they let its uid reach.
import { parseNftables } from '../documents/nftables/parse';
import type { NftDocument } from '../documents/nftables/types';
import type { FileTree, Source } from '../documents/types';
import { type EgressVerdict, egressVerdict } from '../emulators/nftables/verdict';

/** A connection that glance-api would open. */
export interface Destination {
  readonly address: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
}

/** The guard of one host. */
export interface EgressGuard {
  /** Files that are loaded, in order. */
  readonly loaded: readonly string[];
  /** True only when the packet is surely refused. */
  judge(destination: Destination): { readonly isStopped: boolean; readonly at: Source | null };
}

/** Loaded are /etc/nftables.conf with its includes, and what a unit that glance-api requires gives to `nft -f`. */
export function openEgressGuard(files: FileTree, glanceUid: number): EgressGuard {
  const loaded = listLoaded(files);
  let documents: NftDocument[] | undefined;
  return {
    loaded,
    judge: (destination) => {
      if (loaded.length === 0) return { isStopped: false, at: null };
      documents ??= loaded.map((file) => parseNftables(files.get(file) ?? '', file));
      const verdict: EgressVerdict = egressVerdict(documents, { uid: glanceUid, ...destination });
      return { isStopped: verdict.verdict === 'reject' || verdict.verdict === 'drop', at: verdict.at };
    },
  };
}

function listLoaded(files: FileTree): string[] {
  const found: string[] = [];
  const add = (file: string) => {
    if (files.has(file) && !found.includes(file)) found.push(file);
  };
  if (files.has('nftables.conf')) {
    add('nftables.conf');
    for (const [, pattern = ''] of (files.get('nftables.conf') ?? '').matchAll(/^\s*include\s+"\/etc\/([^"]+)"/gm)) {
      for (const file of [...files.keys()].sort()) if (matchesGlob(pattern, file)) add(file);
    }
  }
  for (const unit of listRequiredUnits(files)) {
    const text = files.get(`systemd/system/${unit}`) ?? '';
    for (const [, file = ''] of text.matchAll(/^ExecStart=\S*nft\s+-f\s+\/etc\/(\S+)\s*$/gm)) add(file);
  }
  return found;
}

/** Units that glance-api does not start without. */
function listRequiredUnits(files: FileTree): string[] {
  const units = [...files].filter(([file]) => /^systemd\/system\/glance-api\.service(\.d\/[^/]+\.conf)?$/.test(file));
  return units
    .sort()
    .flatMap(([, text]) =>
      [...text.matchAll(/^(?:Requires|BindsTo)=(.+)$/gm)].flatMap(([, names = '']) => names.trim().split(/\s+/)),
    );
}

/** `*` within one directory, as nft's include has it. */
function matchesGlob(pattern: string, file: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`).test(file);
}
