import { agentStandIn } from './agent-stand-in';
import { awsStandIn, type Speed } from './aws-stand-in';
import { type Certificate, listenPlain, listenTls } from './listening';
import { NETWORK } from './network';

/** A process of one stand-in: it learns over IPC which one and how, says where it listens, and ends with its parent. */
export interface StandInOrder {
  readonly kind: 'aws' | 'agent';
  readonly certificate: Certificate;
}

/** Ports of the stand-in: over the simulated network, with TLS, and without any delay, in plain HTTP. */
export interface StandInPorts {
  readonly simulated: number;
  readonly unlimited: number;
}

process.once('message', ({ kind, certificate }: StandInOrder) => {
  const listener = (speed: Speed) => (kind === 'aws' ? awsStandIn(speed) : agentStandIn(speed));
  const starting = Promise.all([
    listenTls(certificate, NETWORK.connectMs[kind], listener('simulated')),
    listenPlain(listener('unlimited')),
  ]);
  void starting.then(([simulated, unlimited]) => process.send?.({ simulated, unlimited } satisfies StandInPorts));
});
process.once('disconnect', () => process.exit(0));
