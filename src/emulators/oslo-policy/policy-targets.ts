// What is asked for: the targets that Glance, Nova and Cinder hand to their rules.
import type { Service } from '../../openstack/types';
import { homeProject, otherProject } from './personas';
import type { PolicyValues } from './python-text';

/** A target of a request. */
export interface PolicyTarget {
  readonly name: string;
  readonly target: PolicyValues;
}

/** A proposed image has only these three keys: a rule that asks for member_id of one never matches. */
function proposeImage(owner: string, visibility: string): PolicyValues {
  return { project_id: owner, owner, visibility };
}

/**
 * An existing image. Glance's target answers project_id with the owner and member_id with the member's project;
 * for everyone but a member that is Python's None.
 */
function describeImage(owner: string, visibility: string, member: string | null = null): PolicyValues {
  return {
    project_id: owner,
    owner,
    visibility,
    member_id: member,
    image_id: '10000000-0000-4000-8000-000000000001',
    status: 'active',
    disk_format: 'qcow2',
    container_format: 'bare',
    protected: false,
    os_hidden: false,
  };
}

/** A server or volume: the owner's project and user. Cinder's rules also see the domain of neither. */
function describeResource(project: string, user: string): PolicyValues {
  return { project_id: project, user_id: user };
}

const targets: Readonly<Record<Service, readonly PolicyTarget[]>> = {
  glance: [
    { name: 'a new private image', target: proposeImage(homeProject, 'private') },
    { name: 'a new public image', target: proposeImage(homeProject, 'public') },
    { name: 'a new image for another project', target: proposeImage(otherProject, 'private') },
    { name: 'a private image of the project', target: describeImage(homeProject, 'private') },
    { name: 'a shared image of the project', target: describeImage(homeProject, 'shared') },
    { name: "another project's private image", target: describeImage(otherProject, 'private') },
    {
      name: "another project's image shared with this one",
      target: describeImage(otherProject, 'shared', homeProject),
    },
    { name: "another project's community image", target: describeImage(otherProject, 'community') },
    { name: "another project's public image", target: describeImage(otherProject, 'public') },
  ],
  nova: [
    { name: 'a server of the caller', target: describeResource(homeProject, 'user-member') },
    { name: 'a server of the project', target: describeResource(homeProject, 'user-reader') },
    { name: "another project's server", target: describeResource(otherProject, 'user-other') },
  ],
  cinder: [
    { name: 'a volume of the caller', target: describeResource(homeProject, 'user-member') },
    { name: 'a volume of the project', target: describeResource(homeProject, 'user-reader') },
    { name: "another project's volume", target: describeResource(otherProject, 'user-other') },
  ],
};

/** The targets of a service's rules, in a fixed order. */
export function listPolicyTargets(service: Service): readonly PolicyTarget[] {
  return targets[service];
}
