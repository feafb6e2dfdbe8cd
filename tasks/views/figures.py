from django.http import HttpResponse


def target(request, **kwargs):
    return HttpResponse("placeholder")


def allocate(request, **kwargs):
    return HttpResponse("placeholder")


def my_figures(request, **kwargs):
    return HttpResponse("placeholder")
