import { NodeHttpHandler as RealHandler, streamCollector } from '@smithy/node-http-handler'

/**
 * Stands in for `@smithy/node-http-handler` in the bundles: the real handler, made at the first request. It makes its
 * agents when it is constructed, which loads TLS while the function still starts.
 */

type Options = ConstructorParameters<typeof RealHandler>[0]

export class NodeHttpHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' }
  private readonly options: Options
  private readonly changes: Parameters<RealHandler['updateHttpClientConfig']>[] = []
  private handler: RealHandler | undefined

  static create(given: Options | RealHandler): NodeHttpHandler | RealHandler {
    return given && 'handle' in given && typeof given.handle === 'function'
      ? given
      : new NodeHttpHandler(given as Options)
  }

  constructor(options: Options) {
    this.options = options
  }

  private real(): RealHandler {
    if (!this.handler) {
      this.handler = new RealHandler(this.options)
      for (const change of this.changes) this.handler.updateHttpClientConfig(...change)
    }
    return this.handler
  }

  handle(...request: Parameters<RealHandler['handle']>): ReturnType<RealHandler['handle']> {
    return this.real().handle(...request)
  }

  updateHttpClientConfig(...change: Parameters<RealHandler['updateHttpClientConfig']>): void {
    if (this.handler) this.handler.updateHttpClientConfig(...change)
    else this.changes.push(change)
  }

  httpHandlerConfigs(): ReturnType<RealHandler['httpHandlerConfigs']> {
    return this.handler?.httpHandlerConfigs() ?? {}
  }

  destroy(): void {
    this.handler?.destroy()
  }
}

export { streamCollector }
