// Root disks that are cloned inside ceph.
import { answerAttack, createSignatureAttack, groundless } from '../mechanisms/signature-attack';
import { clonesRootDisks, readImagesType, showsLocations } from '../mechanisms/signature-ground';

export const attack = createSignatureAttack({
  id: 'sig-rbd-clone',
  title: 'Root disk cloned past the verification',
  severity: 'high',
  words:
    'With images_type rbd and a raw image in the same ceph the root disk is a clone: nothing is downloaded, the verifier never runs, and the trusted certificates of the server are dropped. A limitation documented since rocky, and no option changes it.',
  references: ['nova images_type', 'nova documentation of certificate validation'],
  demandedBy: 'boot',
  judge: ({ cloud }) => {
    const { type, at } = readImagesType(cloud);
    if (clonesRootDisks(cloud)) {
      return answerAttack([], 'images_type is rbd: a raw image boots as a clone, unsigned or altered.');
    }
    if (type === 'rbd' && showsLocations(cloud) !== false) {
      return groundless(
        'Glance takes no raw image (disk_formats), and ceph clones no other; raw images from before boot as clones',
      );
    }
    if (type === 'rbd') {
      const because = 'Glance shows no location, so Nova downloads the image and verifies it';
      return answerAttack([{ layer: 'locations', at: null, because }], '');
    }
    // What the main file of a host sets, drop-ins alone do not tell.
    const lacks = cloud.files.has('nova/nova.conf') ? undefined : 'knowledge';
    if (at === null) return groundless('no file here sets images_type to rbd', lacks);
    const because = `images_type is ${type}: root disks are made from downloaded images`;
    return answerAttack([{ layer: 'storage-paths', at, because }], '');
  },
});
