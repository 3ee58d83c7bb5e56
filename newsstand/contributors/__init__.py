"""People who write here: drafts, review and publication, labels and strikes."""
