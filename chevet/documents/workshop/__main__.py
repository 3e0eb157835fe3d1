"""stdin: the file. stdout: one line of JSON, {refused} or {media_type, pages, sizes}, then the pieces, one after the other."""

import json
import resource
import sys

MEMORY = 1 << 30  # bytes of address space; what is really used stays under half of it
SECONDS = 10  # of the processor


def bound() -> None:
    """Before anything is read: no more memory, time, file or process than this."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    import papers
    import pictures
    from refused import Refused

    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    try:
        content = sys.stdin.buffer.read()
        drawn = papers.drawn_anew(content) if papers.is_paper(content) else pictures.drawn_anew(content)
        said = {"media_type": drawn[0], "pages": drawn[1], "sizes": [len(piece) for piece in drawn[2]]}
        pieces = drawn[2]
    except Refused as refused:
        said, pieces = {"refused": str(refused)}, []
    except Exception as error:  # whatever a library does with a hostile file
        said, pieces = {"refused": "unreadable", "error": type(error).__name__}, []
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n")
    for piece in pieces:
        sys.stdout.buffer.write(piece)


bound()
main()
