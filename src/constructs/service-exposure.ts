// ServiceExposure: no anonymous readers, no debug log, and the pipeline that asks for tokens.
import type { ServiceExposureProps } from '../intent/types';
import { Control, type Decision, type WantedSetting } from './control';

/** @internal Check-Image-03 and the debug log of OSSA-2013-002. */
export function decideServiceExposure(props: ServiceExposureProps): Decision {
  const settings: WantedSetting[] = [
    {
      service: 'glance',
      section: 'DEFAULT',
      option: 'allow_anonymous_access',
      value: false,
      reason: 'a request without a token is refused, not served as an anonymous reader',
    },
    {
      service: 'glance',
      section: 'DEFAULT',
      option: 'debug',
      value: props.debug ?? false,
      pointer: '/debug',
      reason: 'requests and locations stay out of the log (OSSA-2013-002)',
    },
  ];
  if (props.flavor) {
    settings.push({
      service: 'glance',
      section: 'paste_deploy',
      option: 'flavor',
      value: props.flavor,
      pointer: '/flavor',
      reason: 'without a flavor every caller is an administrator (Check-Image-03)',
    });
  }
  return { settings };
}

/**
 * What Glance shows of itself: `allow_anonymous_access`, `debug` and `[paste_deploy] flavor` (Check-Image-03, OSSA-2013-002). Default:
 * nothing without a token, no debug log, the flavor that is there.
 */
export class ServiceExposure extends Control<ServiceExposureProps> {
  /** @internal */
  readonly intentKey = 'serviceExposure';

  /** @internal */
  decide(): Decision {
    return decideServiceExposure(this.props);
  }
}
