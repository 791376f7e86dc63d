/** What an app may use: everything else in the package may change with any version. */
export { Agent } from './agent/agent';
export type { AgentCredentials } from './agent/credentials';
export type { WebFirewall } from './api/firewall';
export type { ProxyApi } from './api/proxy-api';
export type { AttemptLimits } from './attempts/attempt-limits';
export type { Audit } from './audit/audit';
export { type CallerIdentity, Callers } from './callers/callers';
export { type Config, type ConfigInput, readConfig, type StageChoice } from './config/config';
export type * from './config/parts';
export { FaceMatchProxy, type FaceMatchProxyProps } from './face-match-proxy';
export { FaceMatchProxyStack, type FaceMatchProxyStackProps } from './face-match-proxy-stack';
export type { ProxyFunction } from './function/proxy-function';
export type { Monitoring } from './monitoring/monitoring';
export { type NoticeOptions, Notices } from './monitoring/notices';
export { FaceImages, type FaceStore, type ImageKinds } from './photos/face-images';
export { addOutputs } from './stage/outputs';
export { stageFromContext } from './stage/stage-context';
export type { Verdicts } from './verdict/verdicts';
