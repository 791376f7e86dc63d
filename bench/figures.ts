import type { ContenderName } from './contenders';
import type { LatencyFigure, Results } from './results';
import type { NetworkName } from './stand-ins';

/** Finds figures in results; each is undefined where nothing of the kind was measured. */
export interface Figures {
  latency(contender: ContenderName, bytes: number, network?: NetworkName): LatencyFigure | undefined;
  processorMs(contender: ContenderName, bytes: number): number | undefined;
  growthMB(contender: ContenderName, bytes: number, atOnce: number): number | undefined;
  /** Time of a request while so many are under way. */
  msAtOnce(contender: ContenderName, bytes: number, atOnce: number): number | undefined;
  perProcessorSecond(contender: ContenderName): number | undefined;
  coldMs(contender: ContenderName, network?: NetworkName): number | undefined;
  bundleBytes(contender: ContenderName): number | undefined;
}

export function figuresOf({ latency, memory, throughput, cold, bundles }: Results): Figures {
  const find: Figures['latency'] = (contender, bytes, network = 'simulated') =>
    latency.find((figure) => figure.contender === contender && figure.bytes === bytes && figure.network === network);
  const together = (contender: ContenderName, bytes: number, atOnce: number) =>
    memory.find((figure) => figure.contender === contender && figure.bytes === bytes && figure.atOnce === atOnce);
  return {
    latency: find,
    processorMs: (contender, bytes) => find(contender, bytes)?.processorMs.median,
    growthMB: (contender, bytes, atOnce) => together(contender, bytes, atOnce)?.growthMB.median,
    msAtOnce: (contender, bytes, atOnce) => together(contender, bytes, atOnce)?.ms.median,
    perProcessorSecond: (contender) => throughput.find((figure) => figure.contender === contender)?.perProcessorSecond.median,
    coldMs: (contender, network = 'unlimited') =>
      cold.find((figure) => figure.contender === contender && figure.network === network)?.ms.median,
    bundleBytes: (contender) => bundles.find((figure) => figure.contender === contender)?.bytes,
  };
}
