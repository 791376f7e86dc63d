import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

export * from './https';

export const logger = new Logger({ serviceName: 'bench', logLevel: 'INFO', sampleRateValue: 0 });
export const metrics = new Metrics({ namespace: 'Bench', serviceName: 'bench' });
