import { contextVariables, type Exchange, substituteContext } from './gateway-exchange';
import type { StageProperties } from './stage';

/** Writes one line for a request, in the stage's own format. */
export type AccessLog = (exchange: Exchange) => void;

/** @param write Takes each line. Without a format in the template, nothing is written. */
export function createAccessLog(stage: StageProperties, write: (line: string) => void): AccessLog {
  const format = stage.AccessLogSetting?.Format;
  if (format === undefined) return () => undefined;
  // API Gateway writes a hyphen for a variable that has no value.
  return (exchange) => write(substituteContext(format, contextVariables(exchange), '-'));
}
