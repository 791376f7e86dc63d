import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { NETWORK } from './network';
import { notBefore } from './not-before';
import { writePaced } from './paced-writer';
import { type Pace, steadyPace } from './pacing';
import { type Photo, photoAt } from './photos';

/** How fast a stand-in is: as the simulated network says, or as fast as it can, for figures that are about computing alone. */
export type Speed = 'simulated' | 'unlimited';

const SECRET = JSON.stringify({ clientId: 'sa_bench', clientSecret: 'not-a-secret' });

/** The bytes of each object are made once. */
const photos = new Map<string, Photo | undefined>();

/** S3, Secrets Manager and DynamoDB on one port, distinguished by the headers of their protocols. Nothing is checked but what is asked for. */
export function awsStandIn(speed: Speed): RequestListener {
  const after = (ms: number, act: () => void) => (speed === 'simulated' ? notBefore(performance.now() + ms, act) : act());
  return (request, response) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    request.resume();
    request.once('end', () => {
      if (target.startsWith('secretsmanager')) after(NETWORK.secretMs, () => sendJson(response, { Name: 's', SecretString: SECRET }));
      else if (target.startsWith('DynamoDB')) after(NETWORK.countMs, () => sendJson(response, {}));
      else after(NETWORK.objectFirstByteMs, () => sendObject(request, response, speed));
    });
  };
}

function sendJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
}

function sendObject(request: IncomingMessage, response: ServerResponse, speed: Speed): void {
  const key = decodeURIComponent(new URL(request.url ?? '/', 'http://s3').pathname);
  if (!photos.has(key)) photos.set(key, photoAt(key));
  const photo = photos.get(key);
  if (photo === undefined) return void response.writeHead(404).end();
  response.writeHead(200, {
    'Content-Type': 'image/jpeg',
    'Content-Length': photo.bytes.length,
    'Last-Modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
    ETag: '"0"',
    'x-amz-request-id': 'BENCH',
    'x-amz-version-id': 'v1',
    'x-amz-checksum-crc32': photo.checksum,
    'x-amz-checksum-type': 'FULL_OBJECT',
  });
  const pace: Pace = speed === 'simulated' ? steadyPace(performance.now(), NETWORK.objectRate) : { allowed: () => Number.MAX_SAFE_INTEGER };
  if (photo.defect === 'cut' || photo.defect === 'short') breakOff(response, photo);
  else writePaced(response, photo.bytes, pace);
}

/** Half of the object: then the connection is reset, or ends cleanly. */
function breakOff(response: ServerResponse, { bytes, defect }: Photo): void {
  response.write(bytes.subarray(0, bytes.length / 2), () => {
    if (defect === 'cut') response.socket?.resetAndDestroy();
    else response.socket?.end();
  });
}
