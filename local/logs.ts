import type { Traces } from './console/traces';
import type { GatewayOptions } from './gateway/gateway';
import { requestLine } from './gateway/request-line';

type Sinks = Pick<GatewayOptions, 'logFunction' | 'onStep' | 'onAnswered'>;

/** What the APIs and their functions write. */
export interface Logs {
  readonly functionLines: readonly string[];
  readonly accessLines: readonly string[];
  /** For the API that the SDKs call, whose requests the console follows. */
  readonly traced: Sinks;
  /** For the API that the backend asks: no request of an SDK is on its way there. */
  readonly untraced: Sinks;
}

/** Where lines go to. */
export interface LogOptions {
  /** Takes a short line for each request. @default none is kept */
  readonly log?: (line: string) => void;
  /** Takes each line that a function writes. @default none */
  readonly logFunction?: (line: string) => void;
}

export function createLogs({ log, logFunction }: LogOptions, traces: Traces | undefined): Logs {
  const functionLines: string[] = [];
  const accessLines: string[] = [];
  const untraced: Sinks = {
    logFunction: (line) => {
      functionLines.push(line);
      logFunction?.(line);
    },
    onAnswered: (exchange, accessLogLine) => {
      if (accessLogLine !== undefined) accessLines.push(accessLogLine);
      log?.(requestLine(exchange));
    },
  };
  const traced: Sinks = {
    logFunction: (line) => {
      untraced.logFunction(line);
      traces?.functionLine(line);
    },
    onStep: (step, exchange) => traces?.gatewayStep(step, exchange),
    onAnswered: (exchange, accessLogLine) => {
      untraced.onAnswered(exchange, accessLogLine);
      traces?.gatewayAnswered(exchange);
    },
  };
  return { functionLines, accessLines, traced, untraced };
}
