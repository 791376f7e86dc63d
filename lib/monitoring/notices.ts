import type { ConfigInput } from '../config/config';
import type { AlarmsOptions } from '../config/parts';

/** How alarms send their notices, to any receiver: the members of `alarms` in a stage's file next to the address. */
export type NoticeOptions = Omit<AlarmsOptions, 'email' | 'topicArn'>;

/**
 * Who hears of alarms: {@link Notices.byEmail}, {@link Notices.toTopic} or {@link Notices.toNobody}.
 *
 * @example
 * Notices.byEmail('on-call@bank.example', { runbookBaseUrl: 'https://git.bank.example/face-match-proxy/blob/main/' })
 */
export class Notices {
  /** One address, through an encrypted topic that the stack makes. SNS asks the address to confirm, and sends nothing before. */
  static byEmail(email: string, options: NoticeOptions = {}): Notices {
    return new Notices({ ...options, email });
  }

  /**
   * A topic that exists. Its policy, and that of its key, must let `cloudwatch.amazonaws.com` publish, and `events.amazonaws.com` where the stack has a
   * trail: without a condition on its source, which EventBridge does not send. `npm run ops -- doctor` looks.
   */
  static toTopic(topicArn: string, options: NoticeOptions = {}): Notices {
    return new Notices({ ...options, topicArn });
  }

  /** The alarms are seen in the console and on the dashboard only. In production the synthesis warns of it. */
  static toNobody(options: NoticeOptions = {}): Notices {
    return new Notices(options);
  }

  private constructor(readonly settings: ConfigInput['alarms']) {}
}
