/** What is missing before there are recordings: the setting, or the snippet. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CodeBlock } from '../../../../components/code-block'
import { Loaded, Skeleton } from '../../../../components/states'
import { projectQuery } from '../../../workspace/settings/api'
import { SettingField } from '../../../workspace/settings/project-fields'
import { RECORDING_SETTINGS } from '../../../workspace/settings/project-settings'
import { snippets } from '../../setup/snippets'

export function SetupHelp({ projectId, token }: { projectId: number; token: string }) {
  const query = useQuery(projectQuery(projectId))
  const web = snippets(location.origin, token)[0]!
  const optIn = RECORDING_SETTINGS.find(({ field }) => field === 'session_recording_opt_in')!
  return (
    <Loaded query={query} skeleton={<Skeleton rows={2} />} className="w-full text-left text-text">
      {(project) =>
        project.session_recording_opt_in ? (
          <div className="flex flex-col gap-3">
            <p>
              Recording is on. A session appears here within seconds, if the page uses posthog-js and its visitor stays
              for a moment.{' '}
              <Link to="/setup" search={{ language: 'web' }} className="text-accent underline">
                More about the setup
              </Link>
            </p>
            {web.steps.slice(0, 1).map(({ title, code }) => (
              <CodeBlock key={title} label={title} code={code} />
            ))}
          </div>
        ) : (
          <div className="flex flex-col gap-3">
            <p>Recording is off, so nothing is kept. Switch it on here; pages follow when they are loaded next.</p>
            <SettingField setting={optIn} project={project} />
          </div>
        )
      }
    </Loaded>
  )
}
