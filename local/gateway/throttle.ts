import { GatewayRefusal } from './refusal';
import type { Route } from './routes';
import type { StageProperties } from './stage';

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Takes a token for a request, or refuses it. */
export type Throttle = (route: Route) => void;

/**
 * The stage's throttling: a token bucket for each method, since API Gateway applies stage limits method by method
 * (docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html).
 * @param now Milliseconds that never go back.
 */
export function createThrottle(stage: StageProperties, now: () => number = () => performance.now()): Throttle {
  const buckets = new Map<string, Bucket>();
  return (route) => {
    const limits = limitsOf(stage, route);
    if (limits === undefined) return;
    const key = `${route.method.HttpMethod} ${route.resource}`;
    const bucket = buckets.get(key) ?? { tokens: limits.burst, filledAt: now() };
    buckets.set(key, bucket);
    refill(bucket, limits, now());
    if (bucket.tokens < 1) throw new GatewayRefusal('THROTTLED', 'Too Many Requests');
    bucket.tokens -= 1;
  };
}

function refill(bucket: Bucket, { rate, burst }: { rate: number; burst: number }, time: number): void {
  bucket.tokens = Math.min(burst, bucket.tokens + ((time - bucket.filledAt) / 1000) * rate);
  bucket.filledAt = time;
}

/** A method's own setting comes before the stage's. Resource paths of settings write `/` as `~1`. */
function limitsOf(stage: StageProperties, route: Route): { rate: number; burst: number } | undefined {
  const settings = stage.MethodSettings ?? [];
  const own = settings.find(
    ({ ResourcePath = '', HttpMethod }) =>
      ResourcePath.replace(/^\/~1/, '/').replaceAll('~1', '/') === route.resource && HttpMethod === route.method.HttpMethod,
  );
  const setting = own ?? settings.find(({ ResourcePath, HttpMethod }) => ResourcePath === '/*' && HttpMethod === '*');
  if (setting?.ThrottlingRateLimit === undefined || setting.ThrottlingBurstLimit === undefined) return undefined;
  return { rate: setting.ThrottlingRateLimit, burst: setting.ThrottlingBurstLimit };
}
