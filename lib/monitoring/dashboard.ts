import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Alarms } from './alarms';
import type { Metrics } from './metrics';

export interface DashboardProps {
  readonly metrics: Metrics;
  readonly alarms: Alarms;
  /** The function's log, for the latest refusals. */
  readonly logGroup: ILogGroup;
}

/** The latest requests that were not served, and why, for CloudWatch Logs Insights; the names of the fields are in docs/reference.md. */
const LATEST_REFUSALS = [
  'fields @timestamp, outcome, status, reason, errorName, errorCode, workflowId, requestId',
  'filter type = "request" and outcome != "ok"',
  'sort @timestamp desc',
  'limit 50',
];

/** Width of a dashboard, in CloudWatch's columns. */
const FULL = 24;

const PREFACE = `# face-match-proxy
Adds the photo of the signed-in user to Microblink Platform transactions. **Red below?** The alarm's description says what happened and names the article of the runbook.
Traffic enters through API Gateway, is refused or served by the function, and goes on to Microblink (the agent). A gap is no fault: there were no requests.`;

/** One page, from left to right and from top to bottom: which alarms fire, what came in, what was refused, who was slow, how is the function. */
export class Dashboard extends Construct {
  private readonly props: DashboardProps;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    this.props = props;
    new CloudWatchDashboard(this, 'Page', {
      defaultInterval: Duration.hours(12),
      widgets: [
        [text()],
        [this.alarms()],
        this.traffic(),
        this.answers(),
        this.health(),
        this.edge(),
        ...this.verdicts(),
        [this.latestRefusals()],
      ],
    });
  }

  private alarms(): IWidget {
    return new AlarmStatusWidget({ title: 'Alarms', alarms: [...this.props.alarms.all], width: FULL, height: 4 });
  }

  private traffic(): IWidget[] {
    const { metrics } = this.props;
    return [
      graph('Traffic', 12, [
        metrics.api('Count').with({ label: 'requests' }),
        metrics.ofStarts('TransactionsStarted', 'Sum').with({ label: 'transactions started' }),
        metrics.photosInjected().with({ label: 'photos sent' }),
      ]),
      graph('Refusals by code', 12, [metrics.refusalsByCode()]),
    ];
  }

  private answers(): IWidget[] {
    const { alarms, metrics } = this.props;
    const parts = { CredentialsTime: 'credentials', FaceFirstByteTime: 'photo, first byte', AgentTime: 'agent', TotalTime: 'all' };
    const p99 = Object.entries(parts).map(([name, label]) => metrics.ofStarts(name, 'p99').with({ label }));
    return [
      graph('Where the time goes: 99th percentile, ms', 12, p99, alarms.named('agent-slow')),
      graph(
        'Answers of the agent, by class of status',
        12,
        [2, 3, 4, 5].map((statusClass) => metrics.agentAnswers(statusClass)),
      ),
    ];
  }

  private health(): IWidget[] {
    const { alarms, metrics } = this.props;
    return [
      graph('Function: calls without an answer, and calls turned away', 8, [
        metrics.lambda('Errors'),
        metrics.lambda('Throttles'),
        metrics.newVersionErrors(),
      ]),
      graph('Function: longest call, ms', 8, [metrics.lambda('Duration', 'Maximum')], alarms.named('function-near-timeout')),
      graph('Function: concurrent executions', 8, [metrics.lambda('ConcurrentExecutions', 'Maximum'), metrics.claimedConcurrency()]),
    ];
  }

  private edge(): IWidget[] {
    const { metrics } = this.props;
    const errors = [metrics.api('4XXError'), metrics.api('5XXError'), metrics.apiThrottled().with({ label: '429 of API Gateway' })];
    const firewall = [metrics.firewall('AllowedRequests'), metrics.firewall('BlockedRequests')].filter((metric) => metric !== undefined);
    if (firewall.length === 0) return [graph('API: errors', FULL, errors)];
    return [graph('API: errors', 12, errors), graph('Firewall', 12, firewall, this.props.alarms.named('firewall-blocks'))];
  }

  private verdicts(): IWidget[][] {
    const answers = this.props.metrics.verdictsByAnswer();
    return answers === undefined ? [] : [[graph('Verdicts: yes, and why not', FULL, [answers])]];
  }

  private latestRefusals(): IWidget {
    const { logGroup } = this.props;
    return new LogQueryWidget({
      title: 'Latest refusals (the same requestId is in the caller’s answer)',
      logGroupNames: [logGroup.logGroupName],
      queryLines: LATEST_REFUSALS,
      width: FULL,
      height: 8,
    });
  }
}

function text(): IWidget {
  return new TextWidget({ markdown: PREFACE, width: FULL, height: 3 });
}

/** Figures of five minutes; where an alarm looks at the same figure, its threshold as a line. */
function graph(title: string, width: number, left: IMetric[], alarm?: Alarm): IWidget {
  const leftAnnotations = alarm === undefined ? [] : [alarm.toAnnotation()];
  return new GraphWidget({ title, width, height: 6, left, leftAnnotations, leftYAxis: { min: 0 }, period: Duration.minutes(5) });
}
