/** The project's settings about recordings, and what the recordings take. */
import { bytes, counted } from '@hedgerow/shared/format'
import { useQuery } from '@tanstack/react-query'
import { Section } from '../../../../components/form'
import { Loaded, Skeleton } from '../../../../components/states'
import { useProject } from '../../../../project'
import { projectQuery } from '../../../workspace/settings/api'
import { SettingField } from '../../../workspace/settings/project-fields'
import { RECORDING_SETTINGS } from '../../../workspace/settings/project-settings'
import { usageQuery } from '../api'

export function SettingsTab() {
  const query = useQuery(projectQuery(useProject().id))
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <Loaded query={query} skeleton={<Skeleton rows={8} />}>
        {(project) => (
          <>
            <Section title="Recording" lead="Changes apply the next time a page loads.">
              {RECORDING_SETTINGS.map((setting) => (
                <SettingField key={setting.field} setting={setting} project={project} />
              ))}
            </Section>
            <Usage />
          </>
        )}
      </Loaded>
    </div>
  )
}

function Usage() {
  const project = useProject()
  const query = useQuery(usageQuery(project.id))
  return (
    <Section title="Storage" lead="Recordings are deleted when their retention period is over.">
      <Loaded query={query} skeleton={<Skeleton rows={1} />}>
        {({ recordings, bytes: size, oldest }) =>
          recordings === 0 ? (
            <p>Nothing is stored.</p>
          ) : (
            <p>
              {`${counted(recordings, 'recording')} on disk, ${bytes(size)}.`}
              {oldest && ` The oldest began on ${day(oldest, project.timezone)}.`}
            </p>
          )
        }
      </Loaded>
    </Section>
  )
}

const day = (iso: string, timeZone: string) =>
  new Date(iso).toLocaleDateString(undefined, { dateStyle: 'medium', timeZone })
