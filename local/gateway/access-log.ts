import { contextVariables, type Exchange, substituteContext } from './exchange';
import type { StageProperties } from './stage';

/** The line that a request leaves in the access log; undefined when the stage keeps none. */
export type AccessLog = (exchange: Exchange) => string | undefined;

/** The stage's access log, in the format that the template gives it. */
export function readAccessLog(stage: StageProperties): AccessLog {
  const format = stage.AccessLogSetting?.Format;
  if (format === undefined) return () => undefined;
  // API Gateway writes a hyphen for a variable that has no value.
  return (exchange) => substituteContext(format, contextVariables(exchange), '-');
}
