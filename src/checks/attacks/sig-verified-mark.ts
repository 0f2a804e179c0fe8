// The mark on a volume that says it was verified.
import { makeVolume } from '../../emulators/signatures/cinder-volume';
import { hasRule } from '../mechanisms/policy-refusal';
import {
  answerWays,
  createSignatureAttack,
  findRuleRefusal,
  groundless,
  restrictRules,
} from '../mechanisms/signature-attack';
import { mayCacheImages, surveyImageCopies } from '../mechanisms/volume-backends';
import { CREATE_RULE, findCreationDefences, listReimageWays, reimageRules } from '../mechanisms/volume-rules';
import type { Defence } from '../types';

const RULE = 'volume_extension:volume_image_metadata';

export const attack = createSignatureAttack({
  id: 'sig-verified-mark',
  title: 'Mark of verification written by a member',
  severity: 'low',
  words:
    'signature_verified is image metadata of a volume. os-set_image_metadata lets its owner write it, and Cinder copies it from the image, where it is a property like any other: a volume that is cloned or reimaged, or any where Cinder verifies nothing, has the mark that the owner of the image wrote. Only a download ends in error over it. Nothing in Nova reads it; whoever builds a gate on it builds on sand.',
  references: [
    'cinder volume_extension:volume_image_metadata:set',
    'cinder create_volume: _capture_volume_image_metadata',
  ],
  demandedBy: 'boot',
  isOfVolumes: true,
  judge: ({ cloud, cinder, at }) => {
    // One rule stood for all of it up to wallaby.
    const rule = hasRule(cloud, 'cinder', `${RULE}:set`) ? `${RULE}:set` : RULE;
    const copies = surveyImageCopies(cloud);
    const created: Defence[] = findCreationDefences(cloud);
    const isMarked = makeVolume(cinder, 'download', 'N').mark !== null;
    if (isMarked && copies.isNever && !mayCacheImages(cloud)) {
      const because = 'a download writes the mark itself, and ends in error where the image has another';
      created.push({ layer: 'volume-signatures', at: at.volumes, because });
    }
    const ways = [findRuleRefusal(cloud, 'cinder', rule), ...listReimageWays(cloud)];
    const isSure = !isMarked || copies.clonesLocations || copies.cloning !== undefined;
    if (created.length === 0 && !isSure && ways.every((defences) => defences.length > 0)) {
      return groundless('nobody can say whether a volume here is cloned with the mark that its image has', 'knowledge');
    }
    return answerWays(
      [...ways, created],
      'A member writes signature_verified True on a volume of its own, or on the image that it is made of.',
      restrictRules(cloud, 'cinder', [rule, ...reimageRules, CREATE_RULE]),
    );
  },
});
