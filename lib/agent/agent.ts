import { type PassThroughWorkflow, VARIABLES, type WorkflowRules } from '../../contract/environment';
import type { ConfigInput } from '../config/config';
import type { AgentOptions, AgentSettings, WorkflowsSettings } from '../config/parts';
import type { ProxyFunction } from '../function/proxy-function';

/**
 * Where transactions go: {@link Agent.region} or {@link Agent.url}.
 *
 * @example
 * Agent.region('eu')
 */
export class Agent {
  /** The Agent API of one region of Microblink Platform, such as `eu` or `us-east`: the one in which your organisation is. */
  static region(region: string, options: AgentOptions = {}): Agent {
    return new Agent({ ...options, region });
  }

  /** The Agent API by its base URL: `https://api.<region>.platform.microblink.com/agent/`, or a loopback host for a throw-away stack. */
  static url(url: string, options: AgentOptions = {}): Agent {
    return new Agent({ ...options, url });
  }

  private constructor(readonly settings: ConfigInput['agent']) {}
}

/** Sets for the function where the Agent API is, and which headers and members are sent there. */
export function configureAgent(fn: ProxyFunction, { forwardHeaders, forwardMembers, ...agent }: AgentSettings): void {
  fn.setText(VARIABLES.agentUrl, baseUrlOf(agent));
  fn.setJson(VARIABLES.forwardHeaders, [...new Set(forwardHeaders.map((name) => name.toLowerCase()))]);
  fn.setJson(VARIABLES.forwardMembers, forwardMembers);
}

/** The base URL of the Agent API, ending in a slash. */
export function baseUrlOf({ region, url }: Pick<AgentSettings, 'region' | 'url'>): string {
  const base = url ?? `https://api.${region}.platform.microblink.com/agent/`;
  return base.endsWith('/') ? base : `${base}/`;
}

/** The workflows in the form that the function reads: a list of ids and objects becomes one object by id. */
export function workflowRules({ inject, passThrough }: WorkflowsSettings): WorkflowRules {
  if (typeof passThrough === 'string') return { inject, passThrough };
  const passing = passThrough.map((entry): [string, PassThroughWorkflow] => {
    const { workflow, callerFields } = typeof entry === 'string' ? { workflow: entry, callerFields: undefined } : entry;
    return [workflow, callerFields === undefined ? {} : { callerFields }];
  });
  return { inject, passThrough: Object.fromEntries(passing) };
}
