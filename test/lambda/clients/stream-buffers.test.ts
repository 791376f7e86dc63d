import diagnostics from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { getDefaultHighWaterMark, type Readable, setDefaultHighWaterMark } from 'node:stream';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { httpAgentClient } from '../../../lambda/agent/agent-client';
import { wholePayload } from '../../../lambda/agent/payload';
import { clientLimits } from '../../../lambda/clients/client-limits';
import { keepStreamsSmall } from '../../../lambda/clients/stream-buffers';
import { startLifetime } from '../../../lambda/deadline/deadline';
import { type AgentServer, reply, startAgentServer } from '../../support/agent-server';
import { jpegOf } from '../../support/photos';
import { objectHeaders } from '../../support/s3-server';
import { trustedCertificate } from '../../support/trusted-certificate';

const KIB = 1024;

const before = getDefaultHighWaterMark(false);
let server: AgentServer;
let certificate: Awaited<ReturnType<typeof trustedCertificate>>;
/** Of each reply: how much its connection takes before a sender waits, and how much of it waits here before the connection does. */
const sizes: number[][] = [];
const onReply = (message: unknown) => {
  const { response } = message as { readonly response: IncomingMessage };
  sizes.push([response.socket.writableHighWaterMark / KIB, response.readableHighWaterMark / KIB]);
};
beforeEach(async () => {
  keepStreamsSmall();
  certificate = await trustedCertificate();
  server = await startAgentServer(certificate);
  sizes.length = 0;
  diagnostics.subscribe('http.client.response.finish', onReply);
});
afterEach(async () => {
  diagnostics.unsubscribe('http.client.response.finish', onReply);
  await server.stop();
  certificate.distrust();
  setDefaultHighWaterMark(false, before);
});

test('a photo from S3 waits in 16 KiB where its checksum is verified, behind a connection that reads 64 at once', async () => {
  const object = { bytes: jpegOf(1000) };
  server.script.push(reply(200, object.bytes, objectHeaders(object)));
  const s3 = new S3Client({
    ...{ endpoint: new URL(server.url).origin, forcePathStyle: true, region: 'eu-central-1' },
    ...{ credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' }, ...clientLimits(1000) },
  });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'faces', Key: 'face' }));
  const body = Body as Readable;
  expect(body.constructor.name).toBe('ChecksumStream');
  expect(body.readableHighWaterMark / KIB).toBe(16);
  expect(await body.toArray()).not.toEqual([]);
  expect(sizes).toEqual([[64, 64]]);
  s3.destroy();
});

test('a connection to the Agent API takes 64 KiB before the photo waits', async () => {
  const limits = { agentReplyBytes: 1000, agentWriteStallMs: 400, agentReplyStallMs: 400 };
  const lifetime = startLifetime(5000);
  await httpAgentClient(server.url, limits).send({ method: 'POST', path: '', headers: {}, payload: wholePayload('{}') }, lifetime);
  lifetime.end();
  expect(sizes).toEqual([[64, 64]]);
});
