import { Agent, request } from 'node:https';
import { connect } from 'node:tls';

/**
 * One request to each of what a start needs, one after the other on a separate connection, with nothing around it. Whether the
 * connections are opened while the code is loaded is `COLD_PATH_AHEAD`.
 */
const AWS = process.env.AWS_ENDPOINT_URL_S3;
const CALLS = [
  { url: `${AWS}/secret`, headers: { 'X-Amz-Target': 'secretsmanager.GetSecretValue' } },
  { url: `${AWS}/count`, headers: { 'X-Amz-Target': 'DynamoDB_20120810.UpdateItem' } },
  { url: `${AWS}/bench-faces/faces/none-50000`, headers: {} },
  { url: `${process.env.AGENT_URL}api/v1/transaction`, headers: {} },
].map((call) => ({ ...call, agent: new Agent({ keepAlive: true }) }));

if (process.env.COLD_PATH_AHEAD === 'true') {
  for (const { url, agent } of CALLS) {
    const opened = connect({ host: new URL(url).hostname, port: Number(new URL(url).port) });
    agent.createConnection = () => opened;
  }
}

export async function handler(): Promise<{ statusCode: number }> {
  for (const call of CALLS) if ((await answerTo(call)) !== 200) throw new Error(`No answer from ${call.url}.`);
  return { statusCode: 200 };
}

function answerTo({ url, headers, agent }: (typeof CALLS)[number]): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent, headers }, (reply) => {
      reply.resume();
      reply.once('end', () => resolve(reply.statusCode));
    });
    outgoing.once('error', reject).end('{"of":{}}');
  });
}
