import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest's environment for Node, in which a test file reads its globals as fast as any program does. Jest puts a proxy before them, so that each `Array` or
 * `Object` in a library is a call: a synthesis takes half as long again. Node has contexts without one since 22.8
 * (https://nodejs.org/api/vm.html#vmconstantsdont_contextify), and Jest no setting for them. Each test file has its own globals as before.
 */
export default class Environment extends TestEnvironment {
  constructor(...given: ConstructorParameters<typeof TestEnvironment>) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
    // Node's own default. CDK notes where each rule was acknowledged, and Jest's hundred frames of source maps are a tenth of a synthesis.
    this.global.Error.stackTraceLimit = 10;
  }
}
