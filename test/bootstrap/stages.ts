import { checked, EXISTING, synthesize, synthesizeStage, VERDICTS } from '../support/template';

const BOUNDARY = 'arn:aws:iam::999900001111:policy/face-match-proxy-boundary';

/** Every stage, and a stage with all that is optional. */
export const STAGES = [
  ...['dev', 'prod', 'local'].map((stage) => synthesizeStage(stage)),
  synthesizeStage('existing', EXISTING),
  synthesizeStage('verdicts', VERDICTS),
  synthesize(checked({ auditTrail: { linesTo: { firehose: 'arn:aws:firehose:eu-central-1:999900001111:deliverystream/audit' } } })),
  synthesize(
    checked({
      permissionsBoundary: BOUNDARY,
      alarms: { email: 'on-call@bank.test', watchers: { eventBusArn: 'arn:aws:events:eu-central-1:111122223333:event-bus/security' } },
      auditTrail: { trail: 'on', linesTo: { stream: 'arn:aws:kinesis:eu-central-1:999900001111:stream/audit' } },
      api: {
        loggingRole: 'managed-here',
        domain: {
          name: 'faces.bank.test',
          certificateArn: 'arn:aws:acm:eu-central-1:999900001111:certificate/1',
          hostedZone: { id: 'Z1', name: 'bank.test' },
        },
      },
    }),
  ),
];
