import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { foundRequests, keepFound } from './found-requests';
import { hostileRequests } from './hostile-requests';

test('a request that was found is sent again exactly as it was, halves of surrogates included', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-found-'));
  const requests = fc.sample(hostileRequests, { numRuns: 20, seed: 1 }).map((request) => ({ ...request, body: '"\ud800"' }));
  for (const request of [...requests, ...requests]) keepFound(request, ['a promise'], folder);
  const kept = foundRequests(folder).map(([, request]) => JSON.stringify(request));
  expect(kept.toSorted()).toEqual([...new Set(requests.map((request) => JSON.stringify(request)))].toSorted());
});
