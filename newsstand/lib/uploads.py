"""Files that a browser sends: read up to a limit, and the rest thrown away, so that a form still gets its answer."""

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from newsstand.algorithms.pictures import MOST_BYTES


class LimitedUpload(FileUploadHandler):
    """Stands before Django's own handlers: a file of more than MOST_BYTES, or a second one, reaches no disk.

    The view then finds no file in the form.
    """

    chunk_size = 64 * 1024

    def __init__(self, request: object = None) -> None:
        super().__init__(request)  # type: ignore[arg-type]
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002
        """One piece of a file. Raises StopUpload past the limit."""
        self.received += len(raw_data)
        if self.received > MOST_BYTES:
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002
        """The next handler keeps the file."""
        return
