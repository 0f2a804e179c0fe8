// What must never leave the files: values of secret options, and user names with passwords inside URLs.
import { findOption } from '../openstack/catalogue';
import type { OptionFacts, Service } from '../openstack/types';
import type { Cloud } from './cloud/cloud';

/** What stands in place of a secret. */
export const SECRET_MARK = '***';

const secretName =
  /passw|passphrase|passcode|secret|credential|(?:^|_)(?:token|pass|connection|transport_url|(?:access|account|api|auth|encryption|fixed|memcache|private|shared|ssh|storage)_key)$|^(?:sql_|slave_)?connection$|^transport_url$/i;

/** True when the value of an option must not be shown: the catalogue marks it `secret`, or its name says so. */
export function isSecretOption(name: string, facts: Pick<OptionFacts, 'secret'> | undefined): boolean {
  return facts?.secret === true || secretName.test(name);
}

/**
 * The same for a line of a file: what a back end's or store's own section holds is looked up by its name alone, because such sections
 * have names of the operator's own.
 */
export function holdsSecret(cloud: Cloud, service: Service, section: string, name: string): boolean {
  if (isSecretOption(name, cloud.optionFacts(service, section, name))) return true;
  return findOption(service, null, name, cloud.versions.release)?.facts.secret === true;
}

/** The text with `user:password@` of URLs replaced. Greedy up to the last `@`: a password may hold one itself. */
export function maskUserinfo(text: string): string {
  return text.replace(/(:\/\/)[^\s"':@/]*:[^\s"']*@/g, `$1${SECRET_MARK}@`);
}

/** The filter of a pipeline that asks for tokens is none. */
const secretWord =
  /\b(?!authtoken\b)(?:[\w-]*(?:passw\w*|secret\w*|token\w*|credential\w*)|authorization|auth_basic_user_file)\b/i;

/** One line of a proxy's or unit's file: what follows a word such as `password` or `authorization` is replaced. */
export function maskLine(line: string): string {
  const found = secretWord.exec(line);
  if (found === null) return maskUserinfo(line);
  return `${line.slice(0, found.index + found[0].length)} ${SECRET_MARK}`;
}
