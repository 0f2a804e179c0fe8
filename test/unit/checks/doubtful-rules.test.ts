// Rules of which nobody can say whom they let in, and rules that see more of an image once it is there.
import type { AttackId } from '../../../src/checks';
import { judge, judgeAttack } from '../../../src/checks/judge';
import { type Files, openCloud } from './clouds';

const community: AttackId = 'sharing-community-lookalike';
const publish: AttackId = 'sharing-public-by-member';
const open = (rules: string, more: Files = {}) =>
  openCloud({ 'glance/glance-api.conf': '[paste_deploy]\nflavor = keystone\n', 'glance/policy.yaml': rules, ...more });
const ask = (check: string, more = '') => judgeAttack(open(`"communitize_image": "${check}"\n${more}`), community);

test.each([
  ['a server decides', 'http://opa/x', 'not-applicable'],
  ['a server and a role', 'role:admin and http://opa/x', 'stopped'],
  ['a server or every member', 'role:member or http://opa/x', 'open'],
  ['a domain that may be that of customers', 'user_domain_id:3fe1', 'not-applicable'],
  ['every domain but one', 'not project_domain_id:default', 'not-applicable'],
  ['administrators of a domain', 'role:admin and user_domain_id:3fe1', 'stopped'],
  ['a property of the image that its owner writes', 'user_domain_id:%(user_domain_id)s', 'open'],
])('%s', (_, check, verdict) => {
  expect(ask(check).verdict).toBe(verdict);
});

test('the line in doubt is named, and what else is open stays open', () => {
  const rules = '"publicize_image": "role:member"\n"communitize_image": "rule:site"\n"site": "http://opa/x"\n';
  const { attacks } = judge(open(rules));
  const answers = new Map(attacks.map(({ attack, answer }) => [attack.id, answer]));
  expect(answers.get(publish)?.verdict).toBe('open');
  expect(answers.get(community)).toEqual({
    verdict: 'not-applicable',
    because: 'nobody can say offline whom glance/policy.yaml:3 lets in',
    lacks: 'knowledge',
  });
});

test('what another rule closes is closed, whatever the server says', () => {
  expect(ask('http://opa/x', '"add_image": "role:admin"\n').verdict).toBe('stopped');
});

test('rules of Nova and Cinder too', () => {
  const nova = '[glance]\nverify_glance_signatures = true\n';
  const files = { 'nova/nova.conf': nova, 'cinder/policy.yaml': '"volume:create_from_image": "https://opa/x"\n' };
  expect(judgeAttack(open('{}\n', files), 'sig-unsigned-volume').verdict).toBe('not-applicable');
});

// Asked of Glance 25.1.0, 30.0.0 and 33.0.0: a POST is refused, and a PATCH of the visibility goes through.
test.each([
  ["'queued':%(status)s", 'open'],
  ["'raw':%(disk_format)s", 'open'],
  ["'killed':%(status)s", 'stopped'],
])('a visibility that is chosen later: %s', (check, verdict) => {
  expect(ask(check).verdict).toBe(verdict);
  expect(judgeAttack(open(`"publicize_image": "${check}"\n`), publish).verdict).toBe(verdict);
});
