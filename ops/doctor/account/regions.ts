import { connect } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { continentOfAwsRegion, continentOfMicroblinkRegion } from '../../../lib/config/continents';
import { Failure } from '../../failures/failures';
import { type Finding, fail, pass, unknown, warning } from '../../failures/finding';
import type { Patient } from '../patient';

/** The Agent API's address: of the deployed function, of the local stack, or, where the stage cannot be asked or is not deployed yet, of its file. */
async function agentUrlOf(patient: Patient): Promise<string> {
  if (patient.job.options.local) return (await patient.local()).agentApiUrl;
  try {
    return (await patient.fn()).settings.agentUrl;
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'interrupted') throw error;
    const { region, url } = (await patient.config()).agent;
    return url ?? `https://api.${region}.platform.microblink.com/agent/`;
  }
}

/** Whether photos stay on the continent that they are kept on. */
export async function checkRegionPairing(patient: Patient): Promise<Finding> {
  const region = await patient.region();
  const agentRegion = /^https:\/\/api\.([a-z0-9-]+)\./.exec(await agentUrlOf(patient))?.[1] ?? '';
  const [here, there] = [continentOfAwsRegion(region), continentOfMicroblinkRegion(agentRegion)];
  const pair = `AWS ${region} (${here ?? 'unknown'}), Microblink ${agentRegion || 'unknown'} (${there ?? 'unknown'})`;
  if (here === undefined || there === undefined) return unknown(`The place of one of the two is not known here: ${pair}.`);
  if (here === there) return pass(`Photos stay on their continent: ${pair}.`);
  return warning(
    `Photos leave their continent: ${pair}.`,
    'Deploy in a region of Microblink’s continent, or keep it as a decision with "residency" in the file of the stage.',
  );
}

/** Whether this machine reaches the Agent API. Only a transaction shows whether the function does. */
export async function checkAgentReachable(patient: Patient): Promise<Finding> {
  const { protocol, hostname, port } = new URL(await agentUrlOf(patient));
  const where = patient.job.options.local ? 'The stand-in of the Agent API' : hostname;
  try {
    const how = await greet(protocol === 'https:', hostname, Number(port) || (protocol === 'https:' ? 443 : 80), patient.signal);
    return pass(`${where} answers ${how}, from this machine.`);
  } catch (error) {
    if (patient.signal.aborted) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    return fail(
      `${where} does not answer from this machine (${code ?? message}).`,
      'Check the network here, and "agent" in the file of the stage. The function may still reach it.',
    );
  }
}

const LIMITS_MS = 8_000;

function greet(isTls: boolean, host: string, port: number, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const done = () => {
      const how = isTls ? `with ${(socket as TLSSocket).getProtocol()} and a certificate that is trusted here` : 'without TLS';
      socket.destroy();
      resolve(how);
    };
    const socket = isTls ? connectTls({ host, port, servername: host }, done) : connect({ host, port }, done);
    socket.setTimeout(LIMITS_MS, () => socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    socket.on('error', reject);
    signal.addEventListener('abort', () => socket.destroy(new Error('interrupted')), { once: true });
  });
}
