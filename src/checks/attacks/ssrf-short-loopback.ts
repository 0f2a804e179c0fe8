// Loopback in its short form.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-short-loopback',
  title: 'Loopback in its short form',
  severity: 'high',
  words: '127.1 is 127.0.0.1 to libc; services that listen on loopback only trust whoever reaches them.',
  references: ['CVE-2026-34881 (OSSA-2026-004)', 'LP#2138602'],
  urls: () => ['http://127.1/', 'http://0x7f.1/'],
});
