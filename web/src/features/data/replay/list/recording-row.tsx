/** One recording in a list. */
import { counted, duration, eventTime, exactNumber } from '@hedgerow/shared/format'
import { Link } from '@tanstack/react-router'
import { CircleAlert, Eye, Keyboard, MousePointerClick, Smartphone } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Recording } from '../api'
import { Thumbnail } from './thumbnail'

interface Props {
  projectId: number
  recording: Recording
  timeZone: string
  isSelected: boolean
  isCurrent: boolean
  onSelect: (isSelected: boolean, isRange: boolean) => void
  /** Called when the recording is opened. */
  onOpen: () => void
}

export const personName = ({ person, distinct_id: distinctId }: Recording): string => person.name || distinctId

export function RecordingRow({ projectId, recording, timeZone, isSelected, isCurrent, onSelect, onOpen }: Props) {
  const name = personName(recording)
  return (
    <div
      aria-current={isCurrent || undefined}
      className="flex items-center gap-3 px-3 py-2 hover:bg-raised aria-[current]:bg-accent-soft"
    >
      <input
        type="checkbox"
        aria-label={`Select the recording of ${name}`}
        checked={isSelected}
        onChange={() => {}}
        onClick={(event) => onSelect(!isSelected, event.shiftKey)}
        className="size-5 shrink-0"
      />
      <Link
        to="/replay/$id"
        params={{ id: recording.id }}
        search={{ t: 0, at: '' }}
        onClick={onOpen}
        className="flex min-w-0 flex-1 items-center gap-3 -outline-offset-2 max-sm:flex-col max-sm:items-start"
      >
        <Thumbnail projectId={projectId} id={recording.id} />
        <span className="flex min-w-0 flex-1 flex-col gap-0.5 max-sm:w-full">
          <span className={`truncate ${recording.viewed ? '' : 'font-semibold'}`}>{name}</span>
          <span className="truncate text-[13px] text-muted" title={recording.start_url ?? undefined}>
            {recording.start_url ?? 'No address'}
          </span>
          <Counts recording={recording} />
        </span>
        <span className="flex shrink-0 flex-col items-end gap-0.5 text-[13px] max-sm:flex-row max-sm:gap-3">
          <span className="font-medium">{duration(recording.recording_duration)}</span>
          <time dateTime={recording.start_time} className="whitespace-nowrap text-muted">
            {eventTime(recording.start_time, timeZone)}
          </time>
          {recording.ongoing && <span className="text-accent">Live</span>}
        </span>
      </Link>
    </div>
  )
}

function Counts({ recording }: { recording: Recording }) {
  const { click_count: clicks, keypress_count: keys, console_error_count: errors, active_seconds: active } = recording
  return (
    <span className="flex flex-wrap items-center gap-x-3 text-[13px] text-muted">
      <Count icon={<MousePointerClick size={14} aria-hidden />} label={counted(clicks, 'click')} value={clicks} />
      <Count icon={<Keyboard size={14} aria-hidden />} label={`${exactNumber(keys)} key presses`} value={keys} />
      {errors > 0 && (
        <span className="text-danger">
          <Count icon={<CircleAlert size={14} aria-hidden />} label={counted(errors, 'console error')} value={errors} />
        </span>
      )}
      <span>{duration(active)} active</span>
      {recording.snapshot_source === 'mobile' && (
        <span className="inline-flex items-center gap-1">
          <Smartphone size={14} aria-hidden /> Mobile
        </span>
      )}
      {(recording.viewed || recording.viewers.length > 0) && (
        <span className="inline-flex items-center gap-1" title={recording.viewers.join(', ') || undefined}>
          <Eye size={14} aria-hidden />
          {recording.viewed ? 'Viewed' : `Viewed by ${recording.viewers.length === 1 ? 'another person' : 'others'}`}
        </span>
      )}
    </span>
  )
}

function Count({ icon, label, value }: { icon: ReactNode; label: string; value: number }) {
  return (
    <span title={label} className="inline-flex items-center gap-1">
      {icon}
      <span aria-hidden>{exactNumber(value)}</span>
      <span className="sr-only">{label}</span>
    </span>
  )
}
