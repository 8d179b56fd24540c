import type { ProjectExtension } from '../../workspace/organizations/index.ts'
import { cancelDemoData, requestDemoData } from './jobs.ts'

/** Fills a demo project with generated events. */
export const demoInProjects: ProjectExtension = {
  async begin(client, { id, isDemo }) {
    if (isDemo) await requestDemoData(client, id)
    return {}
  },
  end: cancelDemoData,
}
