import { Agent, request } from 'node:https';
import type { StartEvent } from '../network/start';

const agent = new Agent({ keepAlive: true });
const FILLING = Buffer.alloc(1024 * 1024, 'A');

/**
 * The calibration: reads the photo and sends as many bytes as its base64 has, as they arrive, and computes nothing. What this takes
 * is what the simulated network takes on this machine at this moment.
 */
export async function handler({ requestContext }: StartEvent): Promise<{ statusCode: number }> {
  const key = `faces/${requestContext.authorizer.claims.sub}`;
  return await new Promise((resolve, reject) => {
    request(`${process.env.AWS_ENDPOINT_URL_S3}/${process.env.FACE_BUCKET}/${key}`, { agent }, (photo) => {
      let left = Math.ceil(Number(photo.headers['content-length']) / 3) * 4;
      const options = { agent, method: 'POST', headers: { 'Content-Length': String(left) } };
      const sending = request(`${process.env.AGENT_URL}api/v1/transaction`, options, (reply) => {
        reply.resume();
        reply.once('end', () => resolve({ statusCode: reply.statusCode ?? 0 }));
      });
      sending.setNoDelay(true);
      sending.on('error', reject);
      sending.on('drain', () => photo.resume());
      photo.on('data', (chunk: Buffer) => {
        const bytes = Math.floor((chunk.length * 4) / 3);
        left -= bytes;
        if (!sending.write(FILLING.subarray(0, bytes))) photo.pause();
      });
      photo.once('end', () => sending.end(FILLING.subarray(0, left)));
    })
      .on('error', reject)
      .end();
  });
}
