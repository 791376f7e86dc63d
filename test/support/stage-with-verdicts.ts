import { type AgentServer, startAgentServer } from '../../stand-ins/agent/scripted';
import { type AwsServer, startAwsServer } from './aws-server';
import { answerAsStageWithVerdicts } from './deployed-stage';

/** A deployed stage that gives verdicts: AWS as it answers for it, and the Agent API that its functions call. */
export interface StageWithVerdicts {
  readonly aws: AwsServer;
  readonly agent: AgentServer;
  stop(): Promise<void>;
}

export async function startStageWithVerdicts(): Promise<StageWithVerdicts> {
  const [aws, agent] = await Promise.all([startAwsServer(), startAgentServer()]);
  answerAsStageWithVerdicts(aws, { agentUrl: agent.url });
  return { aws, agent, stop: async () => void (await Promise.all([aws.stop(), agent.stop()])) };
}
