import {
  arnOf,
  type Cors,
  type Declared,
  type Handler,
  hash,
  physicalName,
  recordOf,
  stringsOf,
  UnsupportedError,
  type World,
} from './world.ts'

/** API Gateway's own limit is 30 s; a little less, so that an answer just in time here is in time there. */
const INTEGRATION_LIMIT = 29_000

const corsOf = (value: unknown): Cors | undefined => {
  if (!value) return undefined
  const cors = recordOf(value)
  return {
    origins: stringsOf(cors.AllowOrigins),
    methods: stringsOf(cors.AllowMethods),
    headers: stringsOf(cors.AllowHeaders),
    expose: stringsOf(cors.ExposeHeaders),
    maxAge: Number(cors.MaxAge ?? 0),
    credentials: cors.AllowCredentials === true,
  }
}

const apiIdOf = (resource: { stack: string; logicalId: string }): string =>
  hash(`${resource.stack}/${resource.logicalId}`, 10)

export const api: Handler = {
  phase: 4,
  identify: (resource, world) => ({
    ref: apiIdOf(resource),
    attributes: { ApiEndpoint: world.appUrl, ApiId: apiIdOf(resource) },
  }),
  create: ({ resource, world, properties, identity }) => {
    if (properties.ProtocolType !== 'HTTP')
      throw new UnsupportedError(resource, `the protocol ${properties.ProtocolType} is not supported; known: HTTP.`)
    world.apis.set(identity.ref, { id: identity.ref, stage: '$default', cors: corsOf(properties.CorsConfiguration) })
    return undefined
  },
}

export const stage: Handler = {
  phase: 5,
  identify: (resource, _, { StageName }) => ({ ref: physicalName(resource, StageName), attributes: {} }),
  create: ({ resource, properties }) => {
    if (properties.StageName !== '$default')
      throw new UnsupportedError(resource, `the stage ${properties.StageName} is not supported; known: $default.`)
    return undefined
  },
}

const functionOf = (world: World, uri: string): string =>
  /:function:[^/]+/.test(uri)
    ? (/arn:aws:lambda:[^/]+/.exec(uri)?.[0] ?? uri)
    : arnOf(world, 'lambda', `function:${uri}`)

export const integration: Handler = {
  phase: 6,
  identify: (resource) => ({ ref: hash(`${resource.stack}/${resource.logicalId}`, 7), attributes: {} }),
  create: ({ resource, world, properties, identity }) => {
    const { IntegrationType, PayloadFormatVersion, IntegrationUri, TimeoutInMillis } = properties
    if (IntegrationType !== 'AWS_PROXY' || PayloadFormatVersion !== '2.0')
      throw new UnsupportedError(resource, 'only AWS_PROXY integrations with payload format 2.0 are supported.')
    world.integrations.set(identity.ref, {
      functionArn: functionOf(world, String(IntegrationUri)),
      timeoutMs: Math.min(Number(TimeoutInMillis ?? INTEGRATION_LIMIT), INTEGRATION_LIMIT),
    })
    return undefined
  },
}

export const authorizer: Handler = {
  phase: 6,
  identify: (resource) => ({ ref: hash(`${resource.stack}/${resource.logicalId}`, 6), attributes: {} }),
  create: ({ resource, world, properties, identity }) => {
    if (properties.AuthorizerType !== 'JWT')
      throw new UnsupportedError(
        resource,
        `the authorizer type ${properties.AuthorizerType} is not supported; known: JWT.`,
      )
    const { Issuer, Audience } = recordOf(properties.JwtConfiguration)
    const headers = stringsOf(properties.IdentitySource).map((source) => {
      const [, header] = /^\$request\.header\.(.+)$/i.exec(source) ?? []
      if (!header) throw new UnsupportedError(resource, `the identity source ${source} is not a header.`)
      return header.toLowerCase()
    })
    world.authorizers.set(identity.ref, { issuer: String(Issuer), audience: stringsOf(Audience), headers })
    return undefined
  },
}

const targetOf = ({ resource, world, properties }: Declared) => {
  const found = world.integrations.get(String(properties.Target).replace('integrations/', ''))
  if (!found)
    throw new UnsupportedError(resource, `its target ${properties.Target} is not an integration of the template.`)
  return found
}

export const route: Handler = {
  phase: 7,
  identify: (resource) => ({ ref: hash(`${resource.stack}/${resource.logicalId}`, 7), attributes: {} }),
  create: (declared) => {
    const { resource, world, properties } = declared
    const { AuthorizationType = 'NONE', AuthorizerId, ApiId, RouteKey } = properties
    if (AuthorizationType !== 'NONE' && AuthorizationType !== 'JWT')
      throw new UnsupportedError(
        resource,
        `the authorization type ${AuthorizationType} is not supported; known: NONE, JWT.`,
      )
    world.routes.push({
      apiId: String(ApiId),
      key: String(RouteKey),
      ...targetOf(declared),
      authorizerId: AuthorizationType === 'JWT' ? String(AuthorizerId) : undefined,
      scopes: stringsOf(properties.AuthorizationScopes),
    })
    return undefined
  },
}
