/** The buttons below the picture. */
import {
  Check,
  Copy,
  Expand,
  FastForward,
  Image,
  Pause,
  Play,
  RotateCcw,
  RotateCw,
  Scan,
  SkipForward,
} from 'lucide-react'
import { type ReactNode, type RefObject, useState } from 'react'
import { Button } from '../../../../components/controls'
import { copyText } from '../../../../copy-text'
import { clock } from '../recording/clock'
import { toggleFullScreen } from './full-screen'
import { SPEEDS } from './speeds'
import { secondsOf, useSession, useView } from './use-view'
import { WindowBadge } from './window-badge'

const COPIED_MS = 2_000
const STEP_MS = 5_000

interface Props {
  whole: RefObject<HTMLElement | null>
  linkAt: (seconds: number) => string
  onNext?: () => void
}

export function Controls({ whole, linkAt, onNext }: Props) {
  const session = useSession()
  const isPlaying = useView(({ playback }) => playback?.isPlaying ?? false)
  const hasEnded = useView(({ playback }) => playback?.hasEnded ?? false)
  const isReady = useView(({ playback }) => playback !== null)
  const skips = useView(({ playback }) => playback?.skips ?? true)
  return (
    <div role="toolbar" aria-label="Player" className="flex flex-wrap items-center gap-1 bg-surface px-2 py-2">
      <IconButton label="Back 5 seconds" keys="←" isDisabled={!isReady} onPress={() => session.move(-STEP_MS)}>
        <RotateCcw size={18} aria-hidden />
      </IconButton>
      <Button
        look="primary"
        disabled={!isReady}
        onClick={() => session.toggle()}
        title={`${isPlaying ? 'Pause' : 'Play'} (Space)`}
        aria-label={isPlaying ? 'Pause' : hasEnded ? 'Play again' : 'Play'}
      >
        {isPlaying ? <Pause size={18} aria-hidden /> : <Play size={18} aria-hidden />}
      </Button>
      <IconButton label="Forward 5 seconds" keys="→" isDisabled={!isReady} onPress={() => session.move(STEP_MS)}>
        <RotateCw size={18} aria-hidden />
      </IconButton>
      <Time />
      <WindowBadge />
      <div className="ml-auto flex flex-wrap items-center gap-1">
        <Speed />
        <Button
          look={skips ? 'quiet' : 'bare'}
          aria-pressed={skips}
          onClick={() => session.toggleSkips()}
          title="Skip inactivity (s)"
        >
          <FastForward size={16} aria-hidden />
          <span className="max-2xl:sr-only">Skip inactivity</span>
        </Button>
        <ActualSize />
        <External />
        <CopyLink linkAt={linkAt} />
        <IconButton label="Full screen" keys="f" onPress={() => toggleFullScreen(whole.current)}>
          <Expand size={18} aria-hidden />
        </IconButton>
        {onNext && (
          <IconButton label="Next recording" keys="n" onPress={onNext}>
            <SkipForward size={18} aria-hidden />
          </IconButton>
        )}
      </div>
    </div>
  )
}

interface IconButtonProps {
  label: string
  keys: string
  isDisabled?: boolean
  onPress: () => void
  children: ReactNode
}

function IconButton({ label, keys, isDisabled, onPress, children }: IconButtonProps) {
  return (
    <Button look="bare" aria-label={label} title={`${label} (${keys})`} disabled={isDisabled} onClick={onPress}>
      {children}
    </Button>
  )
}

function Time() {
  const seconds = useView(secondsOf)
  const length = useView(({ loaded }) => (loaded ? loaded.end - loaded.start : 0))
  return (
    <p className="px-2 whitespace-nowrap">
      <span className="font-medium">{clock(seconds * 1_000)}</span>
      <span className="text-muted"> / {clock(length)}</span>
    </p>
  )
}

function Speed() {
  const session = useSession()
  const speed = useView(({ playback }) => playback?.speed ?? 1)
  return (
    <select
      aria-label="Speed"
      title="Speed"
      value={speed}
      onChange={(event) => session.setSpeed(Number(event.target.value))}
      className="min-h-9 rounded-md border border-line bg-surface px-1.5"
    >
      {SPEEDS.map((each) => (
        <option key={each} value={each}>
          {each}×
        </option>
      ))}
    </select>
  )
}

function ActualSize() {
  const session = useSession()
  const isActualSize = useView((view) => view.isActualSize)
  return (
    <Button
      look={isActualSize ? 'quiet' : 'bare'}
      aria-pressed={isActualSize}
      onClick={() => session.toggleActualSize()}
      title="Actual size (z)"
    >
      <Scan size={16} aria-hidden />
      <span className="sr-only">Actual size</span>
    </Button>
  )
}

/** The recorded page may load images and styles only when the viewer says so: it tells its servers that somebody watches. */
function External() {
  const session = useSession()
  const isExternal = useView((view) => view.isExternal)
  return (
    <Button
      look={isExternal ? 'quiet' : 'bare'}
      aria-pressed={isExternal}
      onClick={() => session.setExternal(!isExternal)}
      title="Load images and styles from the recorded site. Its servers then see your address."
    >
      <Image size={16} aria-hidden />
      <span className="sr-only">Load images and styles from the recorded site</span>
    </Button>
  )
}

function CopyLink({ linkAt }: { linkAt: (seconds: number) => string }) {
  const session = useSession()
  const [result, setResult] = useState('')
  const copy = async () => {
    setResult((await copyText(linkAt(secondsOf(session.view)))) ? 'Copied' : 'Could not copy')
    setTimeout(() => setResult(''), COPIED_MS)
  }
  return (
    <Button look="bare" aria-live="polite" onClick={() => void copy()} title="Copy link at this time (c)">
      {result === 'Copied' ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
      {result || <span className="sr-only">Copy link at this time</span>}
    </Button>
  )
}
