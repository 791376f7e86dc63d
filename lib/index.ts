export { Agent } from './agent';
export { Callers } from './callers';
export { type Config, type Purpose, readConfig } from './config';
export { FaceImages, type ImageKinds } from './face-images';
export { FaceMatchProxy, type FaceMatchProxyProps } from './face-match-proxy';
export { FaceMatchProxyStack, type FaceMatchProxyStackProps } from './face-match-proxy-stack';
export { type NoticeOptions, Notices } from './notices';
