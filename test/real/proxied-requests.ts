// What every real proxy in front of Glance must do with the spellings that create an image, and with everything else.
import {
  collapsedCreatingRequests,
  creatingRequests,
  harmlessRequests,
} from '../../src/emulators/edge/creating-requests';
import type { EdgeRequest, EdgeVerdict } from '../../src/emulators/edge/types';
import { repeatRequest, sendRequest } from './nginx-origin';

/** What creates an image behind any WSGI server. */
const spellings = [...creatingRequests, ...collapsedCreatingRequests];

/** Each spelling is limited as the emulator says, all share one bucket of five, and harmless requests pass with it empty. */
export async function expectEverySpellingLimited(
  port: number,
  judge: (request: EdgeRequest) => EdgeVerdict,
): Promise<void> {
  for (const [i, spelling] of spellings.entries()) {
    const from = `127.0.1.${i + 1}`;
    const verdict = judge({ ...spelling, clientAddress: from });
    if (verdict.limited !== true) throw new Error(`not limited: ${spelling.rawPath}`);
    const seen = await repeatRequest(port, spelling, 8, from, ['X-Auth-Token', 'X-Forwarded-For']);
    const refused = { status: verdict.status, retryAfter: verdict.retryAfter };
    expect(seen).toEqual([
      ...new Array(verdict.burst).fill({ status: 201, retryAfter: null }),
      ...new Array(8 - verdict.burst).fill(refused),
    ]);
  }
  const shared = [];
  for (const spelling of spellings) shared.push((await sendRequest(port, spelling, '127.0.2.1')).status);
  expect(shared).toEqual([...new Array(5).fill(201), ...new Array(spellings.length - 5).fill(429)]);
  for (const harmless of harmlessRequests) {
    const seen = await repeatRequest(port, harmless, 10, '127.0.2.1');
    expect(new Set(seen.map((one) => one.status))).toEqual(new Set([201]));
  }
}
