export { Agent } from './agent/agent';
export { Callers } from './callers/callers';
export { type Config, type Purpose, readConfig } from './config/config';
export { FaceMatchProxy, type FaceMatchProxyProps } from './face-match-proxy';
export { FaceMatchProxyStack, type FaceMatchProxyStackProps } from './face-match-proxy-stack';
export { type NoticeOptions, Notices } from './monitoring/notices';
export { addOutputs } from './outputs';
export { FaceImages, type ImageKinds } from './photos/face-images';
