import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import type { Certificate } from './listening';
import type { StandInOrder, StandInPorts } from './stand-in-process';

/** The network that a function runs in: the simulated one, or the loopback interface as it is. */
export type NetworkName = keyof StandInPorts;

/** The services that the function talks to, each in a separate process, so that none takes time from the function. */
export interface StandIns {
  /** Variables by which a function finds the services in a network, and trusts them. */
  environment(network: NetworkName): Readonly<Record<string, string>>;
  /** How many requests the Agent API has accepted in a network without delays. */
  accepted(): Promise<number>;
  stop(): void;
}

/** @param directory Where the certificate is written, for the function to trust. */
export async function startStandIns(directory: string): Promise<StandIns> {
  const certificate = await selfSigned();
  const file = join(directory, 'certificate.pem');
  await writeFile(file, certificate.cert);
  const [aws, agent] = await Promise.all([start('aws', certificate), start('agent', certificate)]);
  const url = (ports: StandInPorts, network: NetworkName) => `${network === 'unlimited' ? 'http' : 'https'}://127.0.0.1:${ports[network]}`;
  return {
    environment: (network) => ({
      AWS_ENDPOINT_URL_S3: url(aws.ports, network),
      AWS_ENDPOINT_URL_SECRETS_MANAGER: url(aws.ports, network),
      AWS_ENDPOINT_URL_DYNAMODB: url(aws.ports, network),
      AGENT_URL: `${url(agent.ports, network)}/agent/`,
      NODE_EXTRA_CA_CERTS: file,
    }),
    accepted: async () => Number(await (await fetch(`${url(agent.ports, 'unlimited')}/accepted`)).text()),
    stop: () => [aws, agent].forEach(({ child }) => void child.kill('SIGKILL')),
  };
}

async function selfSigned(): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    curve: 'P-256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  return { key, cert };
}

async function start(kind: StandInOrder['kind'], certificate: Certificate): Promise<{ child: ChildProcess; ports: StandInPorts }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'stand-in-process.ts')], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.send({ kind, certificate } satisfies StandInOrder);
  const ports = await new Promise<StandInPorts>((resolve, reject) => {
    child.once('message', (message) => resolve(message as StandInPorts));
    child.once('exit', (code) => reject(new Error(`The stand-in of ${kind} ended with code ${code} before it listened.`)));
  });
  return { child, ports };
}
