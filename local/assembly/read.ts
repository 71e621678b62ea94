import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One resource of a template, unresolved. */
export type Resource = {
  stack: string
  logicalId: string
  type: string
  properties: Record<string, unknown>
  condition: string | undefined
  /** The construct's path such as `App/Listen/Door/Resource`; empty when there is no metadata. */
  path: string
}

/** One stack's template. `name` is the CloudFormation name. */
export type Stack = {
  name: string
  parameters: Record<string, { Type?: string; Default?: unknown }>
  mappings: Record<string, unknown>
  conditions: Record<string, unknown>
  outputs: Record<string, { Value?: unknown; Export?: { Name?: unknown } }>
  resources: Resource[]
}

/** What `cdk synth` wrote: the stacks, and where each asset (by its hash) lies on disk. */
export type Assembly = { dir: string; region: string; stacks: Stack[]; assets: ReadonlyMap<string, string> }

/** The folder holds no cloud assembly, or one that we cannot use. */
class AssemblyError extends Error {
  override name = 'AssemblyError'
}

type Artifact = {
  type?: string
  environment?: string
  additionalMetadataFile?: string
  properties?: Record<string, unknown>
}
type Found = { stacks: Stack[]; assets: Map<string, string>; regions: Set<string> }

const DEFAULT_REGION = 'us-east-1'

const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T

type Template = {
  Parameters?: Stack['parameters']
  Mappings?: Stack['mappings']
  Conditions?: Stack['conditions']
  Outputs?: Stack['outputs']
  Resources?: Record<string, Record<string, unknown>>
  Transform?: unknown
}

type Metadata = Record<string, { type: string; data?: unknown }[]>

/** Logical id → the construct's path, from the metadata that synthesis writes beside the template. */
const readPaths = (dir: string, file: string | undefined): Map<string, string> => {
  const metadata = file ? readJson<Metadata>(join(dir, file)) : {}
  return new Map(
    Object.entries(metadata).flatMap(([path, entries]) =>
      entries.flatMap(({ type, data }) =>
        type === 'aws:cdk:logicalId' ? [[String(data), path.replace(/^\//, '')] as const] : [],
      ),
    ),
  )
}

const readStack = (name: string, template: Template, paths: ReadonlyMap<string, string>): Stack => {
  if (template.Transform !== undefined)
    throw new AssemblyError(`Stack ${name} uses a template transform, which the local runner does not know.`)
  return {
    name,
    parameters: template.Parameters ?? {},
    mappings: template.Mappings ?? {},
    conditions: template.Conditions ?? {},
    outputs: template.Outputs ?? {},
    resources: Object.entries(template.Resources ?? {}).map(([logicalId, resource]) => ({
      stack: name,
      logicalId,
      type: String(resource.Type),
      properties: (resource.Properties ?? {}) as Record<string, unknown>,
      condition: resource.Condition as string | undefined,
      path: paths.get(logicalId) ?? '',
    })),
  }
}

type AssetFile = { files?: Record<string, { source?: { path?: string } }> }

const readAssets = (dir: string, file: string, into: Map<string, string>): void => {
  for (const [hash, { source }] of Object.entries(readJson<AssetFile>(join(dir, file)).files ?? {}))
    if (source?.path) into.set(hash, join(dir, source.path))
}

const readInto = (dir: string, found: Found): void => {
  const manifest = join(dir, 'manifest.json')
  if (!existsSync(manifest))
    throw new AssemblyError(`No cloud assembly in ${dir}: manifest.json is missing. Run \`npx cdk synth\` first.`)
  const { artifacts = {} } = readJson<{ artifacts?: Record<string, Artifact> }>(manifest)
  for (const [id, artifact] of Object.entries(artifacts)) {
    const { type, environment, properties = {} } = artifact
    if (type === 'aws:cloudformation:stack') {
      const template = readJson<Template>(join(dir, String(properties.templateFile)))
      const paths = readPaths(dir, artifact.additionalMetadataFile)
      found.stacks.push(readStack(String(properties.stackName ?? id), template, paths))
      const region = environment?.split('/').pop() ?? 'unknown-region'
      found.regions.add(region === 'unknown-region' ? DEFAULT_REGION : region)
    } else if (type === 'cdk:asset-manifest') readAssets(dir, String(properties.file), found.assets)
    else if (type === 'cdk:cloud-assembly') readInto(join(dir, String(properties.directoryName)), found)
  }
}

/**
 * Reads a cloud assembly, nested ones too.
 * @throws AssemblyError when the folder holds none, or stacks of several Regions
 */
export const readAssembly = (dir: string): Assembly => {
  const found: Found = { stacks: [], assets: new Map(), regions: new Set() }
  readInto(dir, found)
  if (found.stacks.length === 0) throw new AssemblyError(`The cloud assembly in ${dir} holds no stack.`)
  const [region = DEFAULT_REGION, ...more] = found.regions
  if (more.length > 0)
    throw new AssemblyError(`The stacks are for ${[...found.regions].join(', ')}: the local runner plays one Region.`)
  return { dir, region, stacks: found.stacks, assets: found.assets }
}
