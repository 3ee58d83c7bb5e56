"""The scenes of the demonstration town, one function a picture, painted on a Canvas."""
